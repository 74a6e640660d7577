package gedeon.storage.encryption;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Frames of 64 KiB, each AES-256-GCM under the blob's data key with its number as the nonce. Blob, number and whether it is the last are authenticated
 * beside, so that frames cannot be swapped, taken from another blob or cut off. Every blob has at least one frame; an empty one's is empty. The same
 * number is sealed once a key: a data key serves one pass over one blob. Not for several threads.
 */
final class Frames {
    /** Plain bytes of every frame but the last. */
    static final int PLAIN = 64 << 10;

    private static final int TAG = 16;
    static final int STORED = PLAIN + TAG;

    /** Not the number of a frame: those are 64 bits wide. */
    private static final byte[] METADATA_NONCE = {-1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1};

    private final byte[] blob;
    private final SecretKeySpec key;
    private final Cipher cipher;

    Frames(DataKey key) {
        this.blob = DataKey.context(key.blob());
        this.key = key.aes();
        try {
            this.cipher = Cipher.getInstance("AES/GCM/NoPadding");
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    static long count(long plain) {
        return Math.max(1, (plain + PLAIN - 1) / PLAIN);
    }

    static long storedLength(long plain) {
        return plain + TAG * count(plain);
    }

    /** @throws IllegalArgumentException where no plain length has this stored one */
    static long plainLength(long stored) {
        long frames = (stored + STORED - 1) / STORED;
        long plain = stored - TAG * frames;
        if (frames < 1 || plain < 0 || storedLength(plain) != stored) {
            throw new IllegalArgumentException(stored + " bytes are no whole number of frames");
        }
        return plain;
    }

    /** Seals {@code length} plain bytes; returns how many were written to {@code out}. */
    int seal(byte[] plain, int length, long number, boolean last, byte[] out) {
        try {
            begin(Cipher.ENCRYPT_MODE, nonce(number), number, last);
            return cipher.doFinal(plain, 0, length, out, 0);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("a frame cannot be sealed", e);
        }
    }

    /** Opens a frame; returns its plain length. @throws AEADBadTagException where any bit, the number, the blob or the end is another */
    int open(byte[] stored, int length, long number, boolean last, byte[] out) throws AEADBadTagException {
        try {
            begin(Cipher.DECRYPT_MODE, nonce(number), number, last);
            return cipher.doFinal(stored, 0, length, out, 0);
        } catch (AEADBadTagException e) {
            throw e;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("a frame cannot be opened", e);
        }
    }

    /** Seals what the header says of the blob. */
    byte[] sealMetadata(byte[] plain) {
        try {
            begin(Cipher.ENCRYPT_MODE, METADATA_NONCE, -1, false);
            return cipher.doFinal(plain);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("metadata cannot be sealed", e);
        }
    }

    byte[] openMetadata(byte[] sealed) throws AEADBadTagException {
        try {
            begin(Cipher.DECRYPT_MODE, METADATA_NONCE, -1, false);
            return cipher.doFinal(sealed);
        } catch (AEADBadTagException e) {
            throw e;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("metadata cannot be opened", e);
        }
    }

    private void begin(int mode, byte[] nonce, long number, boolean last) throws GeneralSecurityException {
        cipher.init(mode, key, new GCMParameterSpec(8 * TAG, nonce));
        cipher.updateAAD(ByteBuffer.allocate(25)
                .put(blob)
                .putLong(number)
                .put((byte) (last ? 1 : 0))
                .flip());
    }

    private static byte[] nonce(long number) {
        return ByteBuffer.allocate(12).putInt(0).putLong(number).array();
    }
}
