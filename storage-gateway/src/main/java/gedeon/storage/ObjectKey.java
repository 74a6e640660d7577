package gedeon.storage;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** An S3 key: 1 to 1,024 bytes, usually UTF-8, ordered by unsigned bytes (Java's String order is not S3's). Never a path on disk. */
public final class ObjectKey implements Comparable<ObjectKey> {
    public static final int MAX_BYTES = 1024;

    private final byte[] bytes;

    private ObjectKey(byte[] bytes) {
        if (bytes.length == 0 || bytes.length > MAX_BYTES) {
            throw new IllegalArgumentException("an object key has 1 to 1024 bytes, was " + bytes.length);
        }
        this.bytes = bytes;
    }

    public static ObjectKey of(String text) {
        return new ObjectKey(text.getBytes(StandardCharsets.UTF_8));
    }

    public static ObjectKey of(byte[] bytes) {
        return new ObjectKey(bytes.clone());
    }

    public byte[] bytes() {
        return bytes.clone();
    }

    @Override
    public int compareTo(ObjectKey other) {
        return Arrays.compareUnsigned(bytes, other.bytes);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ObjectKey key && Arrays.equals(bytes, key.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    /** The key as text (UTF-8). */
    @Override
    public String toString() {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
