package gedeon.storage.encryption;

import gedeon.storage.BlobId;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.Arrays;
import javax.crypto.spec.SecretKeySpec;

/** The random key of one blob, which encrypts its frames and nothing else. */
public final class DataKey {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int MASK = 48;

    private final BlobId blob;
    private final byte[] bytes;

    DataKey(BlobId blob, byte[] bytes) {
        this.blob = blob;
        this.bytes = bytes;
    }

    static DataKey fresh(BlobId blob) {
        byte[] bytes = new byte[KeyWrap.KEY];
        RANDOM.nextBytes(bytes);
        return new DataKey(blob, bytes);
    }

    BlobId blob() {
        return blob;
    }

    byte[] bytes() {
        return bytes;
    }

    SecretKeySpec aes() {
        return new SecretKeySpec(bytes, "AES");
    }

    /** 48 bytes that hide the digests of the plain bytes in the trailer: who has no key must not be able to guess content by them. */
    byte[] mask() {
        byte[] context = context(blob);
        byte[] both = ByteBuffer.allocate(64)
                .put(KeyWrap.mac(bytes, "gedeon trailer", context, 1))
                .put(KeyWrap.mac(bytes, "gedeon trailer", context, 2))
                .array();
        return Arrays.copyOf(both, MASK);
    }

    /** The blob's id as 16 bytes: what a data key belongs to. */
    static byte[] context(BlobId blob) {
        return ByteBuffer.allocate(16).putLong(blob.high()).putLong(blob.low()).array();
    }

    @Override
    public String toString() {
        return "DataKey of blob " + blob;
    }
}
