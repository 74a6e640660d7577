package gedeon.storage.tier.bucket;

import gedeon.storage.tier.TierOffline;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.NoSuchFileException;
import org.jspecify.annotations.Nullable;

/**
 * Bytes of one object at positions, by one request that goes on for as long as it is read front to back. Where that breaks it is asked for again at the byte where it
 * stopped.
 */
public final class ObjectReader implements AutoCloseable {
    private static final int ATTEMPTS = 5;
    private static final int PIECE = 64 << 10;

    private final S3Objects objects;
    private final String name;
    private final long wanted;
    private @Nullable InputStream open;
    private long position;
    private long end;

    /** @param wanted where what is read front to back will end: no more is asked for, unless it is read after all */
    public ObjectReader(S3Objects objects, String name, long wanted) {
        this.objects = objects;
        this.name = name;
        this.wanted = wanted;
    }

    /**
     * Fills what is left of the target.
     *
     * @throws EOFException where the object ends before
     * @throws NoSuchFileException where there is none
     * @throws TierOffline where it broke off again and again
     */
    public void read(ByteBuffer target, long at) throws IOException {
        long from = at - target.position();
        for (int attempt = 1; target.hasRemaining(); attempt++) {
            int before = target.remaining();
            try {
                go(from + target.position(), target);
            } catch (EOFException | NoSuchFileException | TierOffline e) {
                throw e;
            } catch (IOException e) {
                close();
                if (target.remaining() < before) {
                    attempt = 1;
                }
                if (attempt >= ATTEMPTS || !objects.far().mayRepeat()) {
                    throw new TierOffline("reading " + name + " broke off and does not go on: " + e.getMessage());
                }
                Far.pause(attempt);
            }
        }
    }

    /** Fills what is left of the target, whose next byte lies at {@code from}. */
    private void go(long from, ByteBuffer target) throws IOException {
        InputStream in = open;
        if (in == null || position != from || position == end) {
            close();
            end = Math.max(wanted, from + target.remaining());
            in = objects.get(name, from, end - from);
            open = in;
            position = from;
        }
        byte[] piece = target.hasArray() ? null : new byte[Math.min(PIECE, target.remaining())];
        while (target.hasRemaining()) {
            int n = piece == null
                    ? in.read(target.array(), target.arrayOffset() + target.position(), target.remaining())
                    : in.read(piece, 0, Math.min(piece.length, target.remaining()));
            if (n < 0) {
                throw new EOFException(name + " ends at " + position);
            }
            if (piece == null) {
                target.position(target.position() + n);
            } else {
                target.put(piece, 0, n);
            }
            position += n;
        }
    }

    /** The object's bytes from its beginning up to where was said; closing it closes this. */
    public InputStream stream() {
        return new InputStream() {
            private long at;

            @Override
            public int read() throws IOException {
                byte[] one = new byte[1];
                return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
            }

            @Override
            public int read(byte[] buffer, int offset, int length) throws IOException {
                int size = (int) Math.min(length, wanted - at);
                if (size <= 0) {
                    return length == 0 ? 0 : -1;
                }
                ObjectReader.this.read(ByteBuffer.wrap(buffer, offset, size), at);
                at += size;
                return size;
            }

            @Override
            public void close() {
                ObjectReader.this.close();
            }
        };
    }

    @Override
    public void close() {
        InputStream in = open;
        open = null;
        if (in != null) {
            try {
                in.close();
            } catch (IOException e) {
                // What is left of it is not wanted.
                return;
            }
        }
    }
}
