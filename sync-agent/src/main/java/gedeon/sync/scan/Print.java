package gedeon.sync.scan;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;

/**
 * What a set of files looks like from outside: a sum of hashes, one for each file of its path, size and time of last change to the microsecond (which is what the
 * server keeps of it), so that the order in which they are found does not matter and none of them has to be held. Used by one thread.
 */
public final class Print {
    private final MessageDigest digest;
    private final ByteBuffer numbers = ByteBuffer.allocate(20);
    private long high;
    private long low;

    public Print() {
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    public Print begin() {
        high = 0;
        low = 0;
        return this;
    }

    /** @param identity as well: differs where a file was put in another's place */
    Print add(String path, FileState state, boolean identity) {
        Instant modified = state.modified();
        numbers.clear()
                .putLong(state.size())
                .putLong(modified.getEpochSecond())
                .putInt(modified.getNano() / 1000)
                .flip();
        digest.update(numbers);
        digest.update(path.getBytes(StandardCharsets.UTF_8));
        if (identity) {
            digest.update((byte) 0);
            digest.update(state.identity().getBytes(StandardCharsets.UTF_8));
        }
        ByteBuffer hash = ByteBuffer.wrap(digest.digest());
        high += hash.getLong();
        low += hash.getLong();
        return this;
    }

    public Print add(String path, FileState state) {
        return add(path, state, false);
    }

    /** As a number; never 0. */
    long number() {
        return high == 0 ? 1 : high;
    }

    public String hex() {
        return HexFormat.of()
                .formatHex(
                        ByteBuffer.allocate(16).putLong(number()).putLong(low).array());
    }
}
