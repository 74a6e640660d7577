package gedeon.storage.tier.archive;

import gedeon.storage.tier.BlockReader;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** A blob of a batch as if its stored form lay in one piece: what stands around the payload comes from the index. */
final class SealedPayload implements BlockReader.Source, AutoCloseable {
    private final BatchIndex.Entry entry;
    private final Path file;
    private final FileChannel channel;

    /** @throws java.nio.file.NoSuchFileException where its file is gone */
    SealedPayload(BatchIndex.Entry entry, Path file) throws IOException {
        this.entry = entry;
        this.file = file;
        this.channel = FileChannel.open(file, StandardOpenOption.READ);
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
        target.limit((int) Math.min(limit, target.position() + left));
        try {
            int read = channel.read(target, entry.at() + at);
            if (read < 0) {
                throw new EOFException(file + " ends before");
            }
            return read;
        } finally {
            target.limit(limit);
        }
    }

    /** Whether the file reaches as far as the payload does. */
    boolean whole() throws IOException {
        return channel.size() >= entry.at() + entry.length();
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
