package gedeon.storage.tier.s3;

import gedeon.storage.tier.BlobForm;
import gedeon.storage.tier.BlockReader;
import gedeon.storage.tier.Location;
import gedeon.storage.tier.bucket.ObjectReader;
import gedeon.storage.tier.bucket.S3Objects;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** Bytes of one object for a range of its payload: the checksums of all its blocks by one request, the payload by another that goes on as long as it is read. */
final class S3Source implements BlockReader.Source, AutoCloseable {
    private final S3Objects objects;
    private final String name;
    private final long sums;
    private final long sumsEnd;
    private final ObjectReader payload;
    private byte @Nullable [] checksums;

    S3Source(S3Objects objects, String name, Location location, long from, long length) {
        this.objects = objects;
        this.name = name;
        long first = from / BlobForm.BLOCK;
        long last = length == 0 ? first : (from + length - 1) / BlobForm.BLOCK + 1;
        long trailer = location.offset() + location.length();
        this.sums = trailer + 4 * first;
        this.sumsEnd = trailer + 4 * last;
        this.payload =
                new ObjectReader(objects, name, location.offset() + Math.min(location.length(), last * BlobForm.BLOCK));
    }

    @Override
    public void read(ByteBuffer target, long at) throws IOException {
        if (at >= sums && at + target.remaining() <= sumsEnd) {
            target.put(checksums(), (int) (at - sums), target.remaining());
        } else {
            payload.read(target, at);
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
        payload.close();
    }
}
