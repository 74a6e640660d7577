package gedeon.metadata.extraction.hdf;

import gedeon.metadata.extraction.bytes.RangeBuffer;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.NonWritableChannelException;
import java.nio.channels.SeekableByteChannel;

/** A file of a material as jhdf wants it: a channel to read from. It fills a buffer wholly or fails, since jhdf repeats a short read at its start. */
final class RangeChannel implements SeekableByteChannel {
    private final RangeBuffer in;
    private long position;
    private boolean open = true;

    RangeChannel(RangeBuffer in) {
        this.in = in;
    }

    @Override
    public int read(ByteBuffer target) throws IOException {
        if (!open) {
            throw new ClosedChannelException();
        }
        if (position >= in.size()) {
            return -1;
        }
        byte[] found = in.bytes(position, target.remaining());
        target.put(found);
        position += found.length;
        return found.length;
    }

    @Override
    public int write(ByteBuffer source) {
        throw new NonWritableChannelException();
    }

    @Override
    public long position() {
        return position;
    }

    @Override
    public SeekableByteChannel position(long newPosition) {
        position = newPosition;
        return this;
    }

    @Override
    public long size() {
        return in.size();
    }

    @Override
    public SeekableByteChannel truncate(long size) {
        throw new NonWritableChannelException();
    }

    @Override
    public boolean isOpen() {
        return open;
    }

    @Override
    public void close() {
        open = false;
    }
}
