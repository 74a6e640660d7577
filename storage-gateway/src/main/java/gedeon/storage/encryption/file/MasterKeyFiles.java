package gedeon.storage.encryption.file;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Base64;
import java.util.Optional;

/** Master keys as files: {@code ID.key} in base64, and {@code current} with the id of the one that wraps. The first is made when it is first needed. */
final class MasterKeyFiles implements MasterKeys {
    private static final String CURRENT = "current";
    private static final String KEY = ".key";

    private final Path folder;
    private final Clock clock;

    MasterKeyFiles(Path folder, Clock clock) {
        this.clock = clock;
        this.folder = folder;
    }

    @Override
    public MasterKey current() throws IOException {
        try {
            String id = Files.readString(folder.resolve(CURRENT)).strip();
            return byId(id).orElseThrow(() -> new IOException("the master key " + id + " is not in " + folder
                    + "; put its file back from the copy that was made of it"));
        } catch (NoSuchFileException e) {
            return next();
        }
    }

    @Override
    public Optional<MasterKey> byId(String id) throws IOException {
        try {
            byte[] bytes = Base64.getDecoder()
                    .decode(Files.readString(folder.resolve(id + KEY)).strip());
            MasterKey key = new MasterKey(bytes);
            if (!key.id().equals(id)) {
                throw new IOException(folder.resolve(id + KEY) + " holds another key than its name says");
            }
            return Optional.of(key);
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IllegalArgumentException e) {
            throw new IOException(folder.resolve(id + KEY) + " is no master key: 32 bytes in base64", e);
        }
    }

    @Override
    public MasterKey next() throws IOException {
        byte[] bytes = new byte[32];
        new SecureRandom().nextBytes(bytes);
        MasterKey key = new MasterKey(bytes);
        PrivateFolder.write(
                folder.resolve(key.id() + KEY),
                (Base64.getEncoder().encodeToString(bytes) + "\n").getBytes(StandardCharsets.US_ASCII));
        PrivateFolder.write(folder.resolve(CURRENT), (key.id() + "\n").getBytes(StandardCharsets.US_ASCII));
        return key;
    }

    @Override
    public void retireOthers() throws IOException {
        String kept = current().id() + KEY;
        for (Path one : PrivateFolder.list(folder)) {
            String name = one.getFileName().toString();
            if (name.endsWith(KEY) && !name.equals(kept)) {
                PrivateFolder.erase(one);
            }
        }
        PrivateFolder.sweep(folder, clock);
    }
}
