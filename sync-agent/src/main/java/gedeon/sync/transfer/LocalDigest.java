package gedeon.sync.transfer;

import gedeon.sync.scan.FoundFile;
import java.io.IOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;

/** The SHA-256 of a source file as it lies there, read with the same care as when it is sent. */
public final class LocalDigest {
    private static final int STEP = 1 << 20;

    private LocalDigest() {}

    /** Empty if the file moved meanwhile or cannot be read. */
    public static Optional<String> of(FoundFile file) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            ObservedFile source = new ObservedFile(file);
            byte[] bytes = new byte[(int) Math.min(STEP, source.size())];
            for (long at = 0; at < source.size(); at += bytes.length) {
                int length = (int) Math.min(bytes.length, source.size() - at);
                source.read(at, bytes, length);
                digest.update(bytes, 0, length);
            }
            source.check();
            return Optional.of(HexFormat.of().formatHex(digest.digest()));
        } catch (IOException e) {
            return Optional.empty();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
