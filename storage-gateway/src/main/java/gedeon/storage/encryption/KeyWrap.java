package gedeon.storage.encryption;

import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;

/**
 * Wraps a data key: AES key wrap (RFC 3394) under a key of its own for each context, derived as HKDF-Expand does (RFC 5869 §2.3, one block of
 * HMAC-SHA-256). No nonce is drawn, so the number of blobs under one key has no bound, and what was wrapped for one blob does not open for another.
 */
public final class KeyWrap {
    /** Bytes of every key. */
    public static final int KEY = 32;

    private KeyWrap() {}

    /** @param purpose separates uses of the same key */
    public static byte[] wrap(byte[] key, String purpose, byte[] context, byte[] dataKey) {
        try {
            Cipher cipher = Cipher.getInstance("AESWrap");
            cipher.init(Cipher.WRAP_MODE, derived(key, purpose, context));
            return cipher.wrap(new SecretKeySpec(dataKey, "AES"));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("a data key cannot be wrapped", e);
        }
    }

    /** @throws WrongKey where key, purpose, context or bytes are not those of {@link #wrap} */
    public static byte[] unwrap(byte[] key, String purpose, byte[] context, byte[] wrapped) {
        try {
            Cipher cipher = Cipher.getInstance("AESWrap");
            cipher.init(Cipher.UNWRAP_MODE, derived(key, purpose, context));
            return cipher.unwrap(wrapped, "AES", Cipher.SECRET_KEY).getEncoded();
        } catch (InvalidKeyException e) {
            throw new WrongKey("a data key");
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("a data key cannot be unwrapped", e);
        }
    }

    private static SecretKey derived(byte[] key, String purpose, byte[] context) {
        byte[] derived = mac(key, purpose, context, 1);
        return new SecretKeySpec(derived, "AES");
    }

    /** One block of HKDF-Expand. */
    static byte[] mac(byte[] key, String purpose, byte[] context, int block) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            mac.update(purpose.getBytes(java.nio.charset.StandardCharsets.UTF_8));
            mac.update((byte) 0);
            mac.update(context);
            mac.update((byte) block);
            return mac.doFinal();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
