package gedeon.storage.encryption;

import gedeon.kernel.Digest;
import gedeon.kernel.DigestAlgorithm;
import gedeon.storage.memory.WorkingMemory;
import gedeon.storage.tier.Location;
import gedeon.storage.tier.Pending;
import gedeon.storage.tier.Tier;
import java.io.IOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** Takes plain bytes and gives sealed frames to a tier. The last frame is known when publishing: it says so, and is never one that could follow. */
final class FrameWriter implements Tier.BlobWriter {
    private final Tier.BlobWriter tier;
    private final DataKey key;
    private final Frames frames;
    private final MessageDigest stored;
    private final byte[] plain;
    private final byte[] sealed;
    private final WorkingMemory.Taken room;
    private int filled;
    private long number;

    /**
     * @param expected plain bytes, or -1 where unknown: short blobs take little memory
     * @param room for {@link #memory} of them; given back when this is closed
     */
    FrameWriter(Tier.BlobWriter tier, DataKey key, long expected, WorkingMemory.Taken room) {
        this.tier = tier;
        this.room = room;
        this.key = key;
        this.frames = new Frames(key);
        this.plain = new byte[frame(expected)];
        this.sealed = new byte[plain.length + Frames.STORED - Frames.PLAIN];
        try {
            this.stored = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** One byte more than a last frame, so that a body longer than was said still fills it and goes on. */
    private static int frame(long expected) {
        return expected < 0 ? Frames.PLAIN : (int) Math.min(Frames.PLAIN, expected + 1);
    }

    /** Bytes of the heap that a writer takes. */
    static int memory(long expected) {
        return 2 * frame(expected);
    }

    @Override
    public void write(byte[] buffer, int offset, int length) throws IOException {
        int from = offset;
        int left = length;
        while (left > 0) {
            // A full frame waits until a byte follows: only then it is not the last.
            if (filled == plain.length) {
                if (filled < Frames.PLAIN) {
                    throw new IOException("blob " + key.blob() + " is longer than was said");
                }
                send(false);
            }
            int take = Math.min(left, plain.length - filled);
            System.arraycopy(buffer, from, plain, filled, take);
            filled += take;
            from += take;
            left -= take;
        }
    }

    private void send(boolean last) throws IOException {
        int size = frames.seal(plain, filled, number, last, sealed);
        stored.update(sealed, 0, size);
        tier.write(sealed, 0, size);
        number++;
        filled = 0;
    }

    /** @param sha256 is not looked at: that of the sealed bytes is computed here */
    @Override
    public Location publish(Digest sha256, Digest plainSha256, Digest plainMd5) throws IOException {
        return finish(plainSha256, plainMd5, tier::publish);
    }

    @Override
    public Pending publishLater(Digest sha256, Digest plainSha256, Digest plainMd5) throws IOException {
        return finish(plainSha256, plainMd5, tier::publishLater);
    }

    @FunctionalInterface
    private interface Publishing<T> {
        T as(Digest sha256, Digest plainSha256, Digest plainMd5) throws IOException;
    }

    private <T> T finish(Digest plainSha256, Digest plainMd5, Publishing<T> published) throws IOException {
        send(true);
        byte[] mask = key.mask();
        return published.as(
                Digest.of(DigestAlgorithm.SHA256, stored.digest()),
                Digest.of(DigestAlgorithm.SHA256, masked(plainSha256.bytes(), mask, 0)),
                Digest.of(DigestAlgorithm.MD5, masked(plainMd5.bytes(), mask, 32)));
    }

    private static byte[] masked(byte[] bytes, byte[] mask, int from) {
        byte[] hidden = new byte[bytes.length];
        for (int i = 0; i < bytes.length; i++) {
            hidden[i] = (byte) (bytes[i] ^ mask[from + i]);
        }
        return hidden;
    }

    @Override
    public void close() {
        room.close();
        tier.close();
    }
}
