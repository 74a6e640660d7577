package gedeon.kernel;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * One digest of many stored files, as receipts state it. A file is a line: its path in the acquisition, object key, version (empty where it has none), size in bytes
 * as decimal number, SHA-256 in lower-case hexadecimal, and when it was verified (ISO 8601, UTC, whole seconds), each as its length in bytes of UTF-8, a colon and
 * those bytes; then a line feed. The digest is the SHA-256 of the SHA-256s of all lines, 32 bytes each, in the order of those bytes taken as unsigned; so it does not
 * matter in which order the files are told. Not thread-safe.
 */
public final class StoredDigest {
    private static final int LINE = 32;

    private byte[][] lines = new byte[16][];
    private int count;

    public void add(String path, String key, @Nullable String version, long size, Digest sha256, Instant verified) {
        MessageDigest line = sha256();
        field(line, path);
        field(line, key);
        field(line, version == null ? "" : version);
        field(line, Long.toString(size));
        field(line, sha256.hex());
        field(line, verified.truncatedTo(ChronoUnit.SECONDS).toString());
        line.update((byte) '\n');
        if (count == lines.length) {
            lines = Arrays.copyOf(lines, count * 2);
        }
        lines[count++] = line.digest();
    }

    public int count() {
        return count;
    }

    /** Of all that were added. */
    public Digest digest() {
        byte[][] sorted = Arrays.copyOf(lines, count);
        Arrays.sort(sorted, (a, b) -> Arrays.compareUnsigned(a, 0, LINE, b, 0, LINE));
        MessageDigest all = sha256();
        for (byte[] line : sorted) {
            all.update(line);
        }
        return Digest.of(DigestAlgorithm.SHA256, all.digest());
    }

    private static void field(MessageDigest digest, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        digest.update((bytes.length + ":").getBytes(StandardCharsets.US_ASCII));
        digest.update(bytes);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
