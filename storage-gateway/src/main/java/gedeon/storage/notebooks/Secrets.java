package gedeon.storage.notebooks;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/** Wraps secrets (access keys, connectors' tokens) under the master key: AES-256-GCM, a random nonce of 12 bytes in front, what it belongs to as associated data. */
public final class Secrets {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int NONCE = 12;

    private final SecretKeySpec master;

    public Secrets(byte[] master) {
        if (master.length != 32) {
            throw new IllegalArgumentException("the master key has 32 bytes, was " + master.length);
        }
        this.master = new SecretKeySpec(master, "AES");
    }

    /** {@code associated} names what the secret belongs to: it opens for nothing else. */
    public byte[] wrap(byte[] secret, byte[] associated) {
        byte[] nonce = new byte[NONCE];
        RANDOM.nextBytes(nonce);
        byte[] sealed = cipher(Cipher.ENCRYPT_MODE, nonce, associated, secret, 0);
        return ByteBuffer.allocate(NONCE + sealed.length).put(nonce).put(sealed).array();
    }

    /** @throws IllegalStateException where master key, associated data or bytes are not those of {@link #wrap} */
    public byte[] unwrap(byte[] wrapped, byte[] associated) {
        return cipher(Cipher.DECRYPT_MODE, java.util.Arrays.copyOf(wrapped, NONCE), associated, wrapped, NONCE);
    }

    private byte[] cipher(int mode, byte[] nonce, byte[] associated, byte[] input, int offset) {
        try {
            Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
            cipher.init(mode, master, new GCMParameterSpec(128, nonce));
            cipher.updateAAD(associated);
            return cipher.doFinal(input, offset, input.length - offset);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(
                    "a secret cannot be unwrapped; is this the master key that it was made with?", e);
        }
    }
}
