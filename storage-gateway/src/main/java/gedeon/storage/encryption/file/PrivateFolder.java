package gedeon.storage.encryption.file;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;

/** Files that only their owner reads: folders of mode 700, files of mode 600, each write whole or absent and durable on return. */
final class PrivateFolder {
    private static final FileAttribute<Set<PosixFilePermission>> FOLDER =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
    private static final FileAttribute<Set<PosixFilePermission>> FILE =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
    private static final String UNFINISHED = ".unfinished";
    private static final String BESIDE = ".beside";
    private static final Duration BESIDE_AT_MOST = Duration.ofHours(1);

    private PrivateFolder() {}

    /** Makes a folder and those above it that are missing; their names are durable on return. */
    static void make(Path folder) throws IOException {
        if (Files.isDirectory(folder)) {
            return;
        }
        Path above = Objects.requireNonNull(folder.getParent(), "a folder of keys lies in another");
        make(above);
        try {
            Files.createDirectory(folder, FOLDER);
        } catch (java.nio.file.FileAlreadyExistsException e) {
            // Another process was quicker.
        }
        force(above);
    }

    /** Writes a file under its name, in the place of one that is there; under the lock of all that is written. */
    static void write(Path file, byte[] bytes) throws IOException {
        write(file, bytes, UNFINISHED);
    }

    /** The same without the lock: {@link #sweep} does not touch it meanwhile. Not for secrets, which must not lie about for an hour. */
    static void writeBeside(Path file, byte[] bytes) throws IOException {
        write(file, bytes, BESIDE);
    }

    private static void write(Path file, byte[] bytes, String unfinished) throws IOException {
        Path folder = folderOf(file);
        make(folder);
        Path staged = folder.resolve(file.getFileName() + "." + UUID.randomUUID() + unfinished);
        try {
            Files.createFile(staged, FILE);
            try (FileChannel out = FileChannel.open(staged, StandardOpenOption.WRITE)) {
                fill(out, ByteBuffer.wrap(bytes));
            }
            Files.move(staged, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(staged);
        }
        force(folder);
    }

    static void move(Path file, Path target) throws IOException {
        make(folderOf(target));
        Files.move(file, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        force(folderOf(target));
        force(folderOf(file));
    }

    /** Overwrites a file with zeros, then removes it; absent: does nothing. What a disk or file system keeps of old blocks is beyond this. */
    static void erase(Path file) throws IOException {
        try (FileChannel out = FileChannel.open(file, StandardOpenOption.WRITE)) {
            fill(out, ByteBuffer.allocate((int) out.size()));
        } catch (NoSuchFileException e) {
            return;
        }
        Files.deleteIfExists(file);
        force(folderOf(file));
    }

    private static void fill(FileChannel out, ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            out.write(bytes);
        }
        out.force(true);
    }

    private static void force(Path folder) throws IOException {
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    /** Erases what a killed process left half written; only under the lock. What was written without it is left alone for an hour. */
    static void sweep(Path folder, Clock clock) throws IOException {
        for (Path one : list(folder)) {
            String name = one.getFileName().toString();
            if (name.endsWith(UNFINISHED) || name.endsWith(BESIDE) && abandoned(one, clock)) {
                erase(one);
            }
        }
    }

    private static boolean abandoned(Path file, Clock clock) throws IOException {
        try {
            return Files.getLastModifiedTime(file)
                    .toInstant()
                    .isBefore(clock.instant().minus(BESIDE_AT_MOST));
        } catch (NoSuchFileException e) {
            return false;
        }
    }

    /** What is in a folder, in order of names; nothing where there is none. */
    static List<Path> list(Path folder) throws IOException {
        try (Stream<Path> all = Files.list(folder)) {
            return all.sorted().toList();
        } catch (NoSuchFileException e) {
            return List.of();
        }
    }

    private static Path folderOf(Path file) {
        return Objects.requireNonNull(file.getParent(), "a file of keys lies in a folder");
    }
}
