package gedeon.server.assembly;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.util.FileSystemUtils;

/** One server's folder, locked while the server runs. Files in it are the owner's alone. */
public final class Home implements AutoCloseable {
    private final Path root;
    private final @Nullable FileChannel channel;

    private Home(Path root, @Nullable FileChannel channel) {
        this.root = root;
        this.channel = channel;
    }

    /** @throws InUse where another server runs on this home */
    public static Home open(Path root) throws IOException {
        Files.createDirectories(
                root, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        FileChannel channel =
                FileChannel.open(root.resolve("server.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        if (lock(channel) == null) {
            channel.close();
            throw new InUse(root);
        }
        empty(root.resolve("tmp"));
        return new Home(root, channel);
    }

    /**
     * That of a server, as a process beside it reads it: not locked, and nothing is written there but into the tier.
     *
     * @throws IllegalArgumentException where it has no {@code master.key} or no tier, naming what is missing
     */
    static Home beside(Path root) {
        Home home = new Home(root, null);
        for (Path needed : List.of(home.masterKey(), home.posixTier())) {
            if (Files.notExists(needed)) {
                throw new IllegalArgumentException(
                        needed
                                + " is not there: --server-home names the home of the complete server, or a folder with its master.key, its keys and its tier (tiers/posix) mounted");
            }
        }
        return home;
    }

    /** What a server before this one kept for a moment and could not take away any more. */
    private static void empty(Path temporary) throws IOException {
        if (Files.isDirectory(temporary)) {
            try (Stream<Path> left = Files.list(temporary)) {
                for (Path one : left.toList()) {
                    FileSystemUtils.deleteRecursively(one);
                }
            }
        }
    }

    private static @Nullable FileLock lock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException e) {
            return null; // this same process holds it
        }
    }

    public Path root() {
        return root;
    }

    public Path credentials() {
        return root.resolve("credentials.env");
    }

    public Path masterKey() {
        return root.resolve("master.key");
    }

    /** Keys that encrypt what notebooks store; the key that {@link #masterKey} holds is another one, for secrets in the database. */
    public Path keys() {
        return root.resolve("keys");
    }

    public Path posixTier() {
        return root.resolve("tiers").resolve("posix");
    }

    public Path index() {
        return root.resolve("index");
    }

    Path database() {
        return root.resolve("database");
    }

    /** A database that a restore has not put in its place yet. */
    Path restoring() {
        return root.resolve("database-restoring");
    }

    /** The secret kept in {@code file}, made on first use: 32 random bytes in hexadecimal, readable by the owner alone. */
    public String secret(String file) throws IOException {
        Path path = root.resolve(file);
        if (Files.notExists(path)) {
            byte[] bytes = new byte[32];
            new SecureRandom().nextBytes(bytes);
            writePrivate(path, HexFormat.of().formatHex(bytes) + "\n");
        }
        return Files.readString(path).strip();
    }

    /** The Ed25519 pair kept in {@code name.key} (PKCS#8) and {@code name.pub} (X.509), both in base64, made on first use. */
    public KeyPair keyPair(String name) throws IOException {
        Path secret = root.resolve(name + ".key");
        Path open = root.resolve(name + ".pub");
        try {
            if (Files.notExists(secret) || Files.notExists(open)) {
                KeyPair made = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
                writePrivate(open, base64(made.getPublic()));
                writePrivate(secret, base64(made.getPrivate()));
            }
            KeyFactory factory = KeyFactory.getInstance("Ed25519");
            return new KeyPair(
                    factory.generatePublic(new X509EncodedKeySpec(bytes(open))),
                    factory.generatePrivate(new PKCS8EncodedKeySpec(bytes(secret))));
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw new IOException(secret + " is no Ed25519 key; put the copy back that was made of the home", e);
        }
    }

    private static String base64(Key key) {
        return Base64.getEncoder().encodeToString(key.getEncoded()) + "\n";
    }

    private static byte[] bytes(Path file) throws IOException {
        return Base64.getDecoder().decode(Files.readString(file).strip());
    }

    /** Replaces {@code path} in one step, readable by the owner alone, durable on return. */
    static void writePrivate(Path path, String text) throws IOException {
        Path next = path.resolveSibling(path.getFileName() + ".next");
        Files.deleteIfExists(next);
        try {
            Files.createFile(next, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        } catch (FileAlreadyExistsException e) {
            throw new IOException(next + " came back while it was written; is another server starting?", e);
        }
        try (FileChannel out = FileChannel.open(next, StandardOpenOption.WRITE)) {
            ByteBuffer bytes = StandardCharsets.UTF_8.encode(text);
            while (bytes.hasRemaining()) {
                out.write(bytes);
            }
            out.force(true);
        }
        Files.move(next, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    @Override
    public void close() throws IOException {
        if (channel != null) {
            channel.close();
        }
    }

    /** Another server holds the home. */
    public static final class InUse extends IOException {
        private static final long serialVersionUID = 1;

        InUse(Path root) {
            super("another Gédéon server runs on " + root + "; stop it, or give another folder with --home");
        }
    }
}
