package gedeon.storage.encryption.file;

import gedeon.storage.notebooks.Secrets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** A key of 256 bits that wraps the keys of notebooks, and its id: the first bytes of a digest of it. */
final class MasterKey {
    private final String id;
    private final Secrets secrets;

    MasterKey(byte[] bytes) {
        this.secrets = new Secrets(bytes);
        this.id = id(bytes);
    }

    private static String id(byte[] bytes) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update("gedeon master key".getBytes(java.nio.charset.StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest.digest(bytes), 0, 8);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    String id() {
        return id;
    }

    Secrets secrets() {
        return secrets;
    }

    @Override
    public String toString() {
        return "MasterKey[" + id + "]";
    }
}
