package gedeon.storage.encryption;

import gedeon.storage.Encryption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/** A key of 256 bits that came with a request. It is written nowhere: not in rows, headers or logs. */
public final class SuppliedKey {
    private final byte[] bytes;

    public SuppliedKey(byte[] bytes) {
        if (bytes.length != KeyWrap.KEY) {
            throw new IllegalArgumentException("a customer's key has 32 bytes, had " + bytes.length);
        }
        this.bytes = bytes.clone();
    }

    byte[] bytes() {
        return bytes;
    }

    /** What a version under this key shows. */
    public Encryption.OwnersKey encryption() {
        try {
            return new Encryption.OwnersKey(Base64.getEncoder()
                    .encodeToString(MessageDigest.getInstance("MD5").digest(bytes)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public String toString() {
        return "SuppliedKey";
    }
}
