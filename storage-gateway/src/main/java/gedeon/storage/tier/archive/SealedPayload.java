package gedeon.storage.tier.archive;

import gedeon.storage.tier.BlobForm;
import gedeon.storage.tier.BlockReader;
import gedeon.storage.tier.archive.ocfl.StoredFile;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;

/** A blob of a batch as if its stored form lay in one piece: what stands around the payload comes from the index. */
final class SealedPayload implements BlockReader.Source, AutoCloseable {
    private final BatchIndex.Entry entry;
    private final StoredFile.Content content;

    /**
     * For a range of its payload.
     *
     * @throws java.nio.file.NoSuchFileException where its file is gone; of a file in a bucket its first read says so
     */
    SealedPayload(BatchIndex.Entry entry, StoredFile file, long from, long length) throws IOException {
        long blocks = length == 0 ? 0 : (from + length - 1) / BlobForm.BLOCK + 1;
        this.entry = entry;
        this.content = file.open(entry.at() + Math.min(entry.length(), blocks * BlobForm.BLOCK));
    }

    @Override
    public void read(ByteBuffer target, long position) throws IOException {
        long at = position;
        long payload = entry.head().length;
        long trailer = payload + entry.length();
        while (target.hasRemaining()) {
            if (at < payload) {
                at += copy(entry.head(), at, target);
            } else if (at < trailer) {
                at += ofFile(target, at - payload, trailer - at);
            } else {
                at += copy(entry.trailer(), at - trailer, target);
            }
        }
    }

    private static int copy(byte[] from, long at, ByteBuffer target) throws EOFException {
        int count = (int) Math.min(target.remaining(), from.length - at);
        if (count <= 0) {
            throw new EOFException("the stored form ends before");
        }
        target.put(from, (int) at, count);
        return count;
    }

    private int ofFile(ByteBuffer target, long at, long left) throws IOException {
        int limit = target.limit();
        int size = (int) Math.min(target.remaining(), left);
        target.limit(target.position() + size);
        try {
            content.read(target, entry.at() + at);
            return size;
        } finally {
            target.limit(limit);
        }
    }

    /** Whether the file reaches as far as the payload does. */
    boolean whole() throws IOException {
        return content.size() >= entry.at() + entry.length();
    }

    @Override
    public void close() throws IOException {
        content.close();
    }
}
