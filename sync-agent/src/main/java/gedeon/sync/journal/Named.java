package gedeon.sync.journal;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** Numbers that stand for names. Not thread-safe. */
final class Named {
    private final MessageDigest digest;

    Named() {
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /** Of an acquisition; never 0. {@code salt} is another one for each try, where two names meet in one number. */
    long id(String source, String name, int salt) {
        if (salt > 0) {
            digest.update((byte) salt);
        }
        digest.update(source.getBytes(StandardCharsets.UTF_8));
        digest.update((byte) 0);
        digest.update(name.getBytes(StandardCharsets.UTF_8));
        long id = ByteBuffer.wrap(digest.digest()).getLong();
        return id == 0 ? 1 : id;
    }

    static int source(String source) {
        return source.hashCode();
    }
}
