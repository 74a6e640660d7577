package gedeon.metadata.extraction.bytes;

import gedeon.metadata.extraction.Material;
import gedeon.metadata.extraction.Material.MaterialFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * One file of a material, read anywhere by offset. Bytes come in blocks, the last ones are kept, so that readers may ask for single numbers without a round trip
 * each. Numbers follow {@link #order}. Asking beyond the end throws {@link FileEnds}; asking for more than {@link #MOST_AT_ONCE} bytes at once is refused.
 */
public final class RangeBuffer {
    /** No header has a single piece larger than that; a length that says so is damage or an attack. */
    public static final int MOST_AT_ONCE = 4 << 20;

    private static final int BLOCKS_KEPT = 48;

    private final Material material;
    private final MaterialFile file;
    private final int block;
    private final Map<Long, byte[]> kept = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Long, byte[]> eldest) {
            return size() > BLOCKS_KEPT;
        }
    };
    private ByteOrder order = ByteOrder.LITTLE_ENDIAN;

    public RangeBuffer(Material material, MaterialFile file) {
        this(material, file, 16 << 10);
    }

    public RangeBuffer(Material material, MaterialFile file, int block) {
        if (block < 512 || block > MOST_AT_ONCE) {
            throw new IllegalArgumentException("a block has 512 to " + MOST_AT_ONCE + " bytes, was " + block);
        }
        this.material = material;
        this.file = file;
        this.block = block;
    }

    public MaterialFile file() {
        return file;
    }

    public long size() {
        return file.size();
    }

    public RangeBuffer order(ByteOrder order) {
        this.order = order;
        return this;
    }

    public ByteOrder order() {
        return order;
    }

    /** Exactly that many bytes. */
    public byte[] bytes(long offset, long length) throws IOException {
        byte[] found = upTo(offset, length);
        if (found.length < length) {
            throw new FileEnds(file.path(), offset, length);
        }
        return found;
    }

    /** That many bytes, or those up to the end of the file. */
    public byte[] upTo(long offset, long length) throws IOException {
        if (offset < 0 || length < 0 || length > MOST_AT_ONCE) {
            throw new IOException(file.path() + " is damaged: it speaks of " + length + " bytes at " + offset);
        }
        int wanted = (int) Math.min(length, Math.max(0, file.size() - offset));
        byte[] found = new byte[wanted];
        int done = 0;
        while (done < wanted) {
            byte[] part = block((offset + done) / block);
            int from = (int) ((offset + done) % block);
            int count = Math.min(part.length - from, wanted - done);
            if (count <= 0) {
                return java.util.Arrays.copyOf(found, done);
            }
            System.arraycopy(part, from, found, done, count);
            done += count;
        }
        return found;
    }

    private byte[] block(long number) throws IOException {
        byte[] known = kept.get(number);
        if (known == null) {
            known = material.read(file, number * block, block);
            kept.put(number, known);
        }
        return known;
    }

    public boolean has(long offset, long length) {
        return offset >= 0 && length >= 0 && offset <= file.size() - length;
    }

    public boolean startsWith(long offset, String latin1) throws IOException {
        byte[] magic = latin1.getBytes(StandardCharsets.ISO_8859_1);
        return java.util.Arrays.equals(magic, upTo(offset, magic.length));
    }

    private ByteBuffer at(long offset, int length) throws IOException {
        return ByteBuffer.wrap(bytes(offset, length)).order(order);
    }

    public int u8(long offset) throws IOException {
        return at(offset, 1).get() & 0xff;
    }

    public short i16(long offset) throws IOException {
        return at(offset, 2).getShort();
    }

    public int u16(long offset) throws IOException {
        return at(offset, 2).getShort() & 0xffff;
    }

    public int i32(long offset) throws IOException {
        return at(offset, 4).getInt();
    }

    public long u32(long offset) throws IOException {
        return at(offset, 4).getInt() & 0xffffffffL;
    }

    public long i64(long offset) throws IOException {
        return at(offset, 8).getLong();
    }

    public float f32(long offset) throws IOException {
        return at(offset, 4).getFloat();
    }

    public double f64(long offset) throws IOException {
        return at(offset, 8).getDouble();
    }

    /** Text of a fixed field, up to its first NUL, without blanks around. */
    public String text(long offset, long length, Charset charset) throws IOException {
        String whole = new String(bytes(offset, length), charset);
        int nul = whole.indexOf('\0');
        return (nul < 0 ? whole : whole.substring(0, nul)).strip();
    }

    public String latin1(long offset, long length) throws IOException {
        return text(offset, length, StandardCharsets.ISO_8859_1);
    }
}
