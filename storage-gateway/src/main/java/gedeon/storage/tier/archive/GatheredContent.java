package gedeon.storage.tier.archive;

import gedeon.storage.tier.Batches;
import gedeon.storage.tier.BlobForm;
import gedeon.storage.tier.DamagedBlock;
import gedeon.storage.tier.Location;
import gedeon.storage.tier.Tier;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** The content of one file of a batch, out of blobs that gathered: payloads alone, or whole stored forms. Each block is checked as it is read. */
final class GatheredContent extends InputStream {
    /**
     * @param bare whether its payload alone is content
     * @param head what stands before the payload in its stored form, {@code trailer} what stands behind
     */
    record Part(Location blob, boolean bare, byte[] head, byte[] trailer) {
        /** Bytes of content before its payload. */
        long before() {
            return bare ? 0 : head.length;
        }

        long length() {
            return blob.length() + (bare ? 0 : head.length + trailer.length);
        }
    }

    private interface Source {
        InputStream open() throws IOException;
    }

    private final Deque<Source> rest = new ArrayDeque<>();
    private final Batches.Passing passing;
    private InputStream open = InputStream.nullInputStream();

    GatheredContent(Tier gathering, List<Part> parts, Batches.Passing passing) {
        this.passing = passing;
        for (Part part : parts) {
            if (!part.bare()) {
                rest.add(() -> new ByteArrayInputStream(part.head()));
            }
            rest.add(() -> gathering.read(part.blob(), 0, part.blob().length()));
            if (!part.bare()) {
                rest.add(() -> new ByteArrayInputStream(part.trailer()));
            }
        }
    }

    /** What stands around a blob's payload where it gathered. */
    static Part part(Gathering gathering, Location blob, boolean bare) throws IOException {
        int trailer = Math.toIntExact(BlobForm.trailerLength(blob.length()));
        try {
            return new Part(
                    blob,
                    bare,
                    gathering.stored(blob, 0, Math.toIntExact(blob.offset())),
                    gathering.stored(blob, blob.offset() + blob.length(), trailer));
        } catch (EOFException e) {
            throw new DamagedBlock(blob, 0, "bytes are missing");
        }
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        while (true) {
            int n = open.read(buffer, offset, length);
            if (n >= 0) {
                passing.passed(n);
                return n;
            }
            open.close();
            Source next = rest.poll();
            if (next == null) {
                open = InputStream.nullInputStream();
                return -1;
            }
            open = next.open();
        }
    }

    @Override
    public void close() throws IOException {
        open.close();
    }
}
