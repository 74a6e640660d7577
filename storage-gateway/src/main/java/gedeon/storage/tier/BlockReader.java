package gedeon.storage.tier;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Objects;
import java.util.zip.CRC32C;

/** Reads a range of a stored payload; each block is read whole and its CRC32C checked before any of its bytes is handed out. */
public final class BlockReader extends InputStream {
    /** Reads stored bytes at a position of the file, pack or object that holds the blob. */
    @FunctionalInterface
    public interface Source {
        /** Fills the buffer's remaining room from {@code position}; fewer bytes are damage. */
        void read(ByteBuffer target, long position) throws IOException;
    }

    private final Source source;
    private final Location location;
    private final AutoCloseable closed;
    private final ByteBuffer block;
    private long next;
    private final long end;

    public BlockReader(Source source, Location location, long from, long length, AutoCloseable closed) {
        Objects.checkFromIndexSize(from, length, location.length());
        this.source = source;
        this.location = location;
        this.next = from;
        this.end = from + length;
        this.closed = closed;
        this.block = ByteBuffer.allocate((int) Math.min(BlobForm.BLOCK, Math.max(1, location.length())));
        this.block.limit(0);
    }

    private boolean fill() throws IOException {
        if (next >= end) {
            return false;
        }
        long index = next / BlobForm.BLOCK;
        long start = index * BlobForm.BLOCK;
        int size = (int) Math.min(BlobForm.BLOCK, location.length() - start);
        ByteBuffer expected = ByteBuffer.allocate(4);
        try {
            block.clear().limit(size);
            source.read(block, location.offset() + start);
            source.read(expected, location.offset() + location.length() + 4 * index);
        } catch (java.io.EOFException e) {
            throw new DamagedBlock(location, index, "bytes are missing");
        }
        CRC32C crc = new CRC32C();
        crc.update(block.array(), 0, size);
        if ((int) crc.getValue() != expected.getInt(0)) {
            throw new DamagedBlock(location, index, "CRC32C differs");
        }
        block.position((int) (next - start)).limit((int) Math.min(size, end - start));
        next = start + block.limit();
        return true;
    }

    @Override
    public int read() throws IOException {
        if (!block.hasRemaining() && !fill()) {
            return -1;
        }
        return block.get() & 0xff;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        if (!block.hasRemaining() && !fill()) {
            return -1;
        }
        int size = Math.min(length, block.remaining());
        block.get(buffer, offset, size);
        return size;
    }

    @Override
    public int available() {
        return block.remaining();
    }

    @Override
    public void close() throws IOException {
        try {
            closed.close();
        } catch (IOException | RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IOException(e);
        }
    }
}
