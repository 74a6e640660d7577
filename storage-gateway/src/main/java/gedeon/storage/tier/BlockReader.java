package gedeon.storage.tier;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.util.Objects;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.CRC32C;

/** Reads a range of a stored payload; each block is read whole and its CRC32C checked before any of its bytes is handed out. */
public final class BlockReader extends InputStream {
    /** Reads stored bytes at a position of the file, pack or object that holds the blob. */
    @FunctionalInterface
    public interface Source {
        /** Fills the buffer's remaining room from {@code position}; fewer bytes are damage. */
        void read(ByteBuffer target, long position) throws IOException;
    }

    /** Room outside the heap from which a socket is written without another copy; lent to long reads, as far as it goes. */
    private static final BlockingQueue<ByteBuffer> LENT = new ArrayBlockingQueue<>(64);

    private static final AtomicInteger MADE = new AtomicInteger();
    private static final int SHORT = 64 << 10;

    private final Source source;
    private final Location location;
    private final AutoCloseable closed;
    private ByteBuffer block;
    private boolean abandoned;
    private long next;
    private final long end;

    private BlockReader(Source source, Location location, long from, long length, AutoCloseable closed) {
        this.source = source;
        this.location = location;
        this.next = from;
        this.end = from + length;
        this.closed = closed;
        this.block = room(location.length(), length);
    }

    /** A reader whose first block was read and checked, so that damage there is known before anything is promised. */
    public static BlockReader open(Source source, Location location, long from, long length, AutoCloseable closed)
            throws IOException {
        Objects.checkFromIndexSize(from, length, location.length());
        BlockReader reader = new BlockReader(source, location, from, length, closed);
        try {
            reader.fill();
        } catch (IOException | RuntimeException e) {
            reader.close();
            throw e;
        }
        return reader;
    }

    private static ByteBuffer room(long stored, long wanted) {
        if (wanted >= SHORT && stored >= BlobForm.BLOCK) {
            ByteBuffer lent = LENT.poll();
            if (lent != null) {
                return lent.clear().limit(0);
            }
            if (MADE.get() < 64 && MADE.getAndIncrement() < 64) {
                return ByteBuffer.allocateDirect(BlobForm.BLOCK).limit(0);
            }
        }
        return ByteBuffer.allocate((int) Math.min(BlobForm.BLOCK, Math.max(1, stored)))
                .limit(0);
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
        crc.update(block.flip());
        if ((int) crc.getValue() != expected.getInt(0)) {
            throw new DamagedBlock(location, index, "CRC32C differs");
        }
        block.position((int) (next - start)).limit((int) Math.min(size, end - start));
        next = start + block.limit();
        return true;
    }

    /** Writes what is left, block by block; a stream that is a channel as well takes each block as it is, without a copy. */
    @Override
    public long transferTo(OutputStream out) throws IOException {
        long count = 0;
        while (block.hasRemaining() || fill()) {
            count += block.remaining();
            if (out instanceof WritableByteChannel channel) {
                // Until a write has ended well, somebody may still read from the block: such a one is not lent again.
                abandoned = true;
                while (block.hasRemaining()) {
                    channel.write(block);
                }
                abandoned = false;
            } else if (block.hasArray()) {
                out.write(block.array(), block.arrayOffset() + block.position(), block.remaining());
                block.position(block.limit());
            } else {
                byte[] bytes = new byte[block.remaining()];
                block.get(bytes);
                out.write(bytes);
            }
        }
        return count;
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
        ByteBuffer room = block;
        block = ByteBuffer.allocate(0);
        next = end;
        if (room.isDirect() && abandoned) {
            MADE.decrementAndGet();
        } else if (room.isDirect()) {
            LENT.offer(room);
        }
        try {
            closed.close();
        } catch (IOException | RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IOException(e);
        }
    }
}
