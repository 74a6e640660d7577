package gedeon.metadata.extraction.bytes;

import java.io.IOException;
import java.io.InputStream;

/** A file from an offset on as a stream, for parsers that want one; ends after {@code most} bytes as if the file did. */
public final class RangeStream extends InputStream {
    private final RangeBuffer buffer;
    private final long end;
    private long position;

    public RangeStream(RangeBuffer buffer, long offset, long most) {
        this.buffer = buffer;
        this.position = offset;
        this.end = Math.min(buffer.size(), offset + most);
    }

    @Override
    public int read() throws IOException {
        return position < end ? buffer.u8(position++) : -1;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        int wanted = (int) Math.min(Math.min(length, 64 << 10), end - position);
        if (wanted <= 0) {
            return -1;
        }
        byte[] found = buffer.upTo(position, wanted);
        if (found.length == 0) {
            return -1;
        }
        System.arraycopy(found, 0, target, offset, found.length);
        position += found.length;
        return found.length;
    }

    public long position() {
        return position;
    }
}
