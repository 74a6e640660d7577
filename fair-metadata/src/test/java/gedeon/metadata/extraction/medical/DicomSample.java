package gedeon.metadata.extraction.medical;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;

/** Writes DICOM objects element by element. */
final class DicomSample {
    static final String IMPLICIT = "1.2.840.10008.1.2";
    static final String EXPLICIT = "1.2.840.10008.1.2.1";
    static final String BIG = "1.2.840.10008.1.2.2";

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final boolean explicit;
    private final ByteOrder order;

    DicomSample(String syntax) {
        explicit = !syntax.equals(IMPLICIT);
        order = syntax.equals(BIG) ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
        out.writeBytes(new byte[128]);
        out.writeBytes("DICM".getBytes(StandardCharsets.US_ASCII));
        head(0x00020010, "UI", syntax.length() + syntax.length() % 2, true, ByteOrder.LITTLE_ENDIAN);
        out.writeBytes(padded(syntax, StandardCharsets.US_ASCII, (byte) 0));
    }

    private static byte[] padded(String text, Charset charset, byte pad) {
        byte[] bytes = text.getBytes(charset);
        byte[] even = java.util.Arrays.copyOf(bytes, bytes.length + bytes.length % 2);
        if (even.length > bytes.length) {
            even[bytes.length] = pad;
        }
        return even;
    }

    private void head(int tag, String vr, int length, boolean named, ByteOrder endian) {
        ByteBuffer head = ByteBuffer.allocate(12).order(endian);
        head.putShort((short) (tag >>> 16)).putShort((short) tag);
        if (!named) {
            head.putInt(length);
        } else if ("OB OW SQ UN UT".contains(vr)) {
            head.put(vr.getBytes(StandardCharsets.US_ASCII)).putShort((short) 0).putInt(length);
        } else {
            head.put(vr.getBytes(StandardCharsets.US_ASCII)).putShort((short) length);
        }
        out.write(head.array(), 0, head.position());
    }

    DicomSample text(int tag, String vr, String value) {
        return text(tag, vr, value, StandardCharsets.ISO_8859_1);
    }

    DicomSample text(int tag, String vr, String value, Charset charset) {
        byte[] bytes = padded(value, charset, (byte) ' ');
        head(tag, vr, bytes.length, explicit, order);
        out.writeBytes(bytes);
        return this;
    }

    DicomSample number(int tag, int value) {
        head(tag, "US", 2, explicit, order);
        out.writeBytes(
                ByteBuffer.allocate(2).order(order).putShort((short) value).array());
        return this;
    }

    /** A sequence of undefined length with one item, in which an element would mislead a reader that looks inside. */
    DicomSample sequence(int tag) {
        head(tag, "SQ", -1, explicit, order);
        head(0xfffee000, "", -1, false, order);
        text(0x00080070, "LO", "NOT THE MAKER");
        head(0xfffee00d, "", 0, false, order);
        head(0xfffee0dd, "", 0, false, order);
        return this;
    }

    byte[] pixels(int length, int there) {
        head(0x7fe00010, "OW", length, explicit, order);
        out.writeBytes(new byte[there]);
        return out.toByteArray();
    }
}
