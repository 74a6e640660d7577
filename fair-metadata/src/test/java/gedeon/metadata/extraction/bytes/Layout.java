package gedeon.metadata.extraction.bytes;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;

/** Writes the byte layout of a format: values at offsets, little end first unless said otherwise. */
public final class Layout {
    private final ByteBuffer buffer;

    private Layout(int size) {
        buffer = ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
    }

    public static Layout of(int size) {
        return new Layout(size);
    }

    public Layout bigEndian() {
        buffer.order(ByteOrder.BIG_ENDIAN);
        return this;
    }

    public Layout text(int at, String text) {
        return text(at, text, StandardCharsets.ISO_8859_1);
    }

    public Layout text(int at, String text, Charset charset) {
        buffer.put(at, text.getBytes(charset));
        return this;
    }

    /** A length byte, then Latin-1. */
    public Layout pascal(int at, String text) {
        return u8(at, text.length()).text(at + 1, text);
    }

    public Layout u8(int at, int value) {
        buffer.put(at, (byte) value);
        return this;
    }

    public Layout i16(int at, int value) {
        buffer.putShort(at, (short) value);
        return this;
    }

    public Layout i32(int at, long value) {
        buffer.putInt(at, (int) value);
        return this;
    }

    public Layout i64(int at, long value) {
        buffer.putLong(at, value);
        return this;
    }

    public Layout f32(int at, double value) {
        buffer.putFloat(at, (float) value);
        return this;
    }

    public Layout f64(int at, double value) {
        buffer.putDouble(at, value);
        return this;
    }

    public byte[] bytes() {
        return buffer.array().clone();
    }
}
