package gedeon.metadata.extraction.sequencing;

import gedeon.metadata.extraction.bytes.RangeBuffer;
import gedeon.metadata.extraction.bytes.RangeStream;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.GZIPInputStream;

/** A text or its gzip (BGZF is gzip of many members), to the end or up to so many bytes of the file and of what they unfold to. */
final class Unzipped extends FilterInputStream {
    private long left;
    private boolean cut;
    private final boolean whole;

    private Unzipped(InputStream in, long most, boolean whole) {
        super(in);
        this.left = most;
        this.whole = whole;
    }

    static Unzipped of(RangeBuffer buffer, long mostOfFile, long mostUnfolded) throws IOException {
        boolean zipped = isZipped(buffer);
        InputStream raw = new BufferedInputStream(new RangeStream(buffer, 0, mostOfFile), 16 << 10);
        return new Unzipped(
                zipped ? new GZIPInputStream(raw, 16 << 10) : raw, mostUnfolded, buffer.size() <= mostOfFile);
    }

    static boolean isZipped(RangeBuffer buffer) throws IOException {
        return buffer.size() > 18 && buffer.u8(0) == 0x1f && buffer.u8(1) == 0x8b;
    }

    /** True where all of the file was looked at once the stream has ended. */
    boolean sawAll() {
        return whole && !cut;
    }

    @Override
    public int read() throws IOException {
        if (left <= 0) {
            cut = true;
            return -1;
        }
        int b = in.read();
        left--;
        return b;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        if (left <= 0) {
            cut = true;
            return -1;
        }
        int count = in.read(target, offset, (int) Math.min(length, left));
        left -= Math.max(0, count);
        return count;
    }

    int i32() throws IOException {
        int value = 0;
        for (int shift = 0; shift < 32; shift += 8) {
            int b = read();
            if (b < 0) {
                throw new EOFException("the file ends inside its header");
            }
            value |= b << shift;
        }
        return value;
    }

    /** Steps over that many bytes; false where the stream ends before. */
    boolean step(long bytes) throws IOException {
        byte[] waste = new byte[8192];
        long todo = bytes;
        while (todo > 0) {
            int count = read(waste, 0, (int) Math.min(todo, waste.length));
            if (count <= 0) {
                return false;
            }
            todo -= count;
        }
        return true;
    }
}
