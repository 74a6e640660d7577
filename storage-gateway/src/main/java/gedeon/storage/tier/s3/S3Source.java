package gedeon.storage.tier.s3;

import gedeon.storage.tier.BlobForm;
import gedeon.storage.tier.BlockReader;
import gedeon.storage.tier.Location;
import gedeon.storage.tier.TierOffline;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.NoSuchFileException;
import org.jspecify.annotations.Nullable;

/**
 * Bytes of one object for a range of its payload: the checksums of all its blocks by one request, the payload by another that goes on for as long as it is
 * read front to back. Where that breaks it is asked for again at the byte where it stopped.
 */
final class S3Source implements BlockReader.Source, AutoCloseable {
    private static final int ATTEMPTS = 5;

    private final S3Objects objects;
    private final String name;
    private final long sums;
    private final long sumsEnd;
    private final long payloadEnd;
    private byte @Nullable [] checksums;
    private @Nullable InputStream open;
    private long position;
    private long end;

    S3Source(S3Objects objects, String name, Location location, long from, long length) {
        this.objects = objects;
        this.name = name;
        long first = from / BlobForm.BLOCK;
        long last = length == 0 ? first : (from + length - 1) / BlobForm.BLOCK + 1;
        long trailer = location.offset() + location.length();
        this.sums = trailer + 4 * first;
        this.sumsEnd = trailer + 4 * last;
        this.payloadEnd = location.offset() + Math.min(location.length(), last * BlobForm.BLOCK);
    }

    @Override
    public void read(ByteBuffer target, long at) throws IOException {
        if (at >= sums && at + target.remaining() <= sumsEnd) {
            byte[] known = checksums();
            target.put(known, (int) (at - sums), target.remaining());
            return;
        }
        for (int attempt = 1; target.hasRemaining(); attempt++) {
            int before = target.remaining();
            try {
                go(at + target.position(), target);
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
            end = Math.max(payloadEnd, from + target.remaining());
            in = objects.get(name, from, end - from);
            open = in;
            position = from;
        }
        while (target.hasRemaining()) {
            int n = in.read(target.array(), target.arrayOffset() + target.position(), target.remaining());
            if (n < 0) {
                throw new EOFException(name + " ends at " + position);
            }
            target.position(target.position() + n);
            position += n;
        }
    }

    private byte[] checksums() throws IOException {
        byte[] known = checksums;
        if (known == null) {
            int size = Math.toIntExact(sumsEnd - sums);
            try (InputStream in = objects.get(name, sums, size)) {
                known = in.readNBytes(size);
            }
            if (known.length < size) {
                throw new EOFException(name + " ends in its trailer");
            }
            checksums = known;
        }
        return known;
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
