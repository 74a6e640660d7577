package gedeon.storage.tier;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.Objects;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

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
    private BlockRoom room;
    private ByteBuffer block;
    /** The one beside, where a long read has two: one is written while the other is filled. */
    private @Nullable BlockRoom other;
    /** From the begin of a write of a block until it has ended well. */
    private @Nullable ByteBuffer beingWritten;

    private long next;
    private final long end;

    private BlockReader(Source source, Location location, long from, long length, AutoCloseable closed) {
        this.source = source;
        this.location = location;
        this.next = from;
        this.end = from + length;
        this.closed = closed;
        this.room = BlockRoom.take(location.length(), length);
        this.block = room.block();
    }

    /** A reader whose first block was read and checked, so that damage there is known before anything is promised. */
    public static BlockReader open(Source source, Location location, long from, long length, AutoCloseable closed)
            throws IOException {
        Objects.checkFromIndexSize(from, length, location.length());
        BlockReader reader;
        try {
            reader = new BlockReader(source, location, from, length, closed);
        } catch (RuntimeException e) {
            // No room for a block: what was opened for it is not left open.
            end(closed);
            throw e;
        }
        try {
            reader.fill();
        } catch (IOException | RuntimeException e) {
            reader.close();
            throw e;
        }
        return reader;
    }

    /** As many blocks as the room takes and are wanted. */
    private boolean fill() throws IOException {
        if (next >= end) {
            return false;
        }
        long first = next / BlobForm.BLOCK;
        long start = first * BlobForm.BLOCK;
        int blocks =
                (int) Math.min(Math.max(1, block.capacity() / BlobForm.BLOCK), (end - 1) / BlobForm.BLOCK - first + 1);
        int size = (int) Math.min((long) blocks * BlobForm.BLOCK, location.length() - start);
        boolean sound = false;
        try {
            block.clear().limit(size);
            source.read(block, location.offset() + start);
            ByteBuffer expected = ByteBuffer.allocate(4 * blocks);
            source.read(expected, location.offset() + location.length() + 4 * first);
            for (int i = 0; i < blocks; i++) {
                block.limit(Math.min(size, (i + 1) * BlobForm.BLOCK)).position(i * BlobForm.BLOCK);
                CRC32C crc = new CRC32C();
                crc.update(block);
                if ((int) crc.getValue() != expected.getInt(4 * i)) {
                    throw new DamagedBlock(location, first + i, "CRC32C differs");
                }
            }
            sound = true;
        } catch (java.io.EOFException e) {
            throw new DamagedBlock(location, first, "bytes are missing");
        } finally {
            if (!sound) {
                // What was not checked is not there for a second look either.
                block.position(0).limit(0);
            }
        }
        block.limit((int) Math.min(size, end - start)).position((int) (next - start));
        next = start + block.limit();
        return true;
    }

    /** Writes what is left, block by block. A stream that writes ahead takes each block as it is, without a copy, and the next is read and checked meanwhile. */
    @Override
    public long transferTo(OutputStream out) throws IOException {
        if (!(out instanceof AheadChannel channel)) {
            return super.transferTo(out);
        }
        long count = 0;
        while (block.hasRemaining() || fill()) {
            count += block.remaining();
            begin(channel);
            try {
                if (next < end && turn()) {
                    fill();
                }
            } finally {
                channel.ended();
                beingWritten = null;
            }
        }
        return count;
    }

    private void begin(AheadChannel channel) throws IOException {
        beingWritten = block;
        channel.begin(block);
    }

    /** Goes over to the other room; false where there is none to lend: then this one is filled again when it is written. */
    private boolean turn() {
        BlockRoom turned = other == null ? BlockRoom.lend() : other;
        if (turned == null) {
            return false;
        }
        other = room;
        room = turned;
        block = turned.block();
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
        next = end;
        room.giveBack(room.block() == beingWritten);
        if (other != null) {
            other.giveBack(other.block() == beingWritten);
        }
        block = room.block();
        end(closed);
    }

    private static void end(AutoCloseable closed) throws IOException {
        try {
            closed.close();
        } catch (IOException | RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IOException(e);
        }
    }
}
