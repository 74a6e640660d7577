package gedeon.metadata.extraction.medical;

import gedeon.metadata.extraction.bytes.RangeBuffer;
import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The top-level elements of one DICOM object that are short enough to be metadata, by tag; sequences are stepped over, pixel data ends the walk. */
final class DicomFile {
    private static final int UNDEFINED = -1;
    private static final int PIXEL_DATA = 0x7fe00010;
    private static final int ITEM = 0xfffee000;
    private static final int ITEM_END = 0xfffee00d;
    private static final int SEQUENCE_END = 0xfffee0dd;
    private static final int DEEPEST = 24;
    private static final int MOST_ELEMENTS = 20_000;
    private static final int LONGEST_VALUE = 4096;
    private static final Set<String> LONG_FORM =
            Set.of("OB", "OD", "OF", "OL", "OV", "OW", "SQ", "SV", "UC", "UN", "UR", "UT", "UV");
    private static final Map<String, String> CHARSETS = Map.ofEntries(
            Map.entry("ISO_IR 192", "UTF-8"),
            Map.entry("ISO_IR 100", "ISO-8859-1"),
            Map.entry("ISO_IR 101", "ISO-8859-2"),
            Map.entry("ISO_IR 109", "ISO-8859-3"),
            Map.entry("ISO_IR 110", "ISO-8859-4"),
            Map.entry("ISO_IR 144", "ISO-8859-5"),
            Map.entry("ISO_IR 127", "ISO-8859-6"),
            Map.entry("ISO_IR 126", "ISO-8859-7"),
            Map.entry("ISO_IR 138", "ISO-8859-8"),
            Map.entry("ISO_IR 148", "ISO-8859-9"),
            Map.entry("ISO_IR 13", "Shift_JIS"),
            Map.entry("ISO_IR 166", "TIS-620"),
            Map.entry("GB18030", "GB18030"),
            Map.entry("GBK", "GBK"));

    private final RangeBuffer in;
    private final Map<Integer, byte[]> values = new HashMap<>();
    private boolean explicit = true;
    private boolean bigEndian;
    private long position;
    private int elements;
    private @Nullable String ending;

    private DicomFile(RangeBuffer in) {
        this.in = in;
    }

    static boolean isOne(RangeBuffer in) throws IOException {
        return in.size() > 136 && in.startsWith(128, "DICM");
    }

    /** Never fails for a file that ends early: then {@link #ending} says so. */
    static DicomFile read(RangeBuffer in) throws IOException {
        DicomFile file = new DicomFile(in);
        try {
            file.walk();
        } catch (java.io.EOFException e) {
            file.ending = e.getMessage();
        }
        return file;
    }

    /** Why the file is not whole; empty where it is. */
    Optional<String> ending() {
        return Optional.ofNullable(ending);
    }

    /** Text of a value, its padding gone; several values stay joined by backslashes. */
    @Nullable String text(int tag) {
        byte[] value = values.get(tag);
        if (value == null) {
            return null;
        }
        String text = new String(value, charset());
        int end = text.length();
        while (end > 0 && (text.charAt(end - 1) == 0 || text.charAt(end - 1) == ' ')) {
            end--;
        }
        return text.substring(0, end).strip();
    }

    /** An unsigned 16 bit number. */
    @Nullable Integer number(int tag) {
        byte[] value = values.get(tag);
        if (value == null || value.length < 2) {
            return null;
        }
        int first = value[0] & 0xff;
        int second = value[1] & 0xff;
        return bigEndian ? first << 8 | second : second << 8 | first;
    }

    boolean has(int tag) {
        return values.containsKey(tag);
    }

    private Charset charset() {
        byte[] named = values.get(0x00080005);
        if (named == null) {
            return StandardCharsets.ISO_8859_1;
        }
        String first = new String(named, StandardCharsets.ISO_8859_1)
                .strip()
                .split("\\\\", -1)[0]
                .strip();
        String java = CHARSETS.get(first.replace("ISO 2022 IR", "ISO_IR"));
        return java != null && Charset.isSupported(java) ? Charset.forName(java) : StandardCharsets.ISO_8859_1;
    }

    private void walk() throws IOException {
        position = 132;
        while (in.has(position, 8) && group(position) == 2) {
            element(0, true);
        }
        String syntax = text(0x00020010);
        if ("1.2.840.10008.1.2.1.99".equals(syntax)) {
            ending = "the data set is deflated; only its file meta group was read";
            return;
        }
        explicit = !"1.2.840.10008.1.2".equals(syntax);
        bigEndian = "1.2.840.10008.1.2.2".equals(syntax);
        in.order(bigEndian ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
        boolean more = true;
        while (more && in.size() > position) {
            more = element(0, true);
        }
    }

    private int group(long offset) throws IOException {
        return in.u16(offset);
    }

    /** One element; false where the walk ends. */
    private boolean element(int depth, boolean keep) throws IOException {
        if (++elements > MOST_ELEMENTS || depth > DEEPEST) {
            ending = "more elements than a header has; the rest was not read";
            return false;
        }
        int tag = in.u16(position) << 16 | in.u16(position + 2);
        position += 4;
        if (tag == ITEM || tag == ITEM_END || tag == SEQUENCE_END) {
            position += 4;
            return true;
        }
        String vr = "";
        int length;
        if (explicit) {
            vr = in.latin1(position, 2);
            if (LONG_FORM.contains(vr)) {
                length = in.i32(position + 4);
                position += 8;
            } else {
                length = in.u16(position + 2);
                position += 4;
            }
        } else {
            length = in.i32(position);
            position += 4;
        }
        if (tag == PIXEL_DATA || tag == 0x7fe00008 || tag == 0x7fe00009) {
            if (length != UNDEFINED) {
                long wanted = length & 0xffffffffL;
                if (!in.has(position, wanted)) {
                    ending = "pixel data has " + (in.size() - position) + " of " + wanted + " bytes";
                }
            }
            return false;
        }
        if (length == UNDEFINED) {
            return sequence(depth + 1, "UN".equals(vr));
        }
        long bytes = length & 0xffffffffL;
        if (keep && bytes > 0 && bytes <= LONGEST_VALUE && !"SQ".equals(vr)) {
            values.put(tag, in.bytes(position, bytes));
        }
        position += bytes;
        if (position > in.size()) {
            ending = "ends inside element " + String.format("(%04x,%04x)", tag >>> 16, tag & 0xffff);
            return false;
        }
        return true;
    }

    /** Steps over a sequence of undefined length; within one of VR UN everything is implicit (PS3.5 §6.2.2). */
    private boolean sequence(int depth, boolean unknown) throws IOException {
        boolean before = explicit;
        if (unknown) {
            explicit = false;
        }
        try {
            while (true) {
                int tag = in.u16(position) << 16 | in.u16(position + 2);
                int length = in.i32(position + 4);
                position += 8;
                if (tag == SEQUENCE_END) {
                    return true;
                }
                if (tag != ITEM) {
                    throw new IOException("sequence without items at byte " + (position - 8));
                }
                if (length != UNDEFINED) {
                    position += length & 0xffffffffL;
                } else {
                    while ((in.u16(position) << 16 | in.u16(position + 2)) != ITEM_END) {
                        if (!element(depth, false)) {
                            return false;
                        }
                    }
                    position += 8;
                }
                if (++elements > MOST_ELEMENTS) {
                    ending = "more elements than a header has; the rest was not read";
                    return false;
                }
            }
        } finally {
            explicit = before;
        }
    }
}
