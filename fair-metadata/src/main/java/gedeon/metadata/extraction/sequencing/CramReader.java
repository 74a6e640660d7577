package gedeon.metadata.extraction.sequencing;

import gedeon.metadata.extraction.Found;
import gedeon.metadata.extraction.Material;
import gedeon.metadata.extraction.Material.MaterialFile;
import gedeon.metadata.extraction.bytes.HeaderReader;
import gedeon.metadata.extraction.bytes.RangeBuffer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import java.util.zip.GZIPInputStream;

/** CRAM 2 and 3: the file definition and the SAM header in the first container (CRAM specification §6, §8). No reference is needed for that. */
public final class CramReader extends HeaderReader {
    private static final byte[] END_3 =
            HexFormat.of().parseHex("0f000000ffffffff0fe0454f4600000000010005bdd94f0001000606010001000100ee63014b");
    private static final byte[] END_2 =
            HexFormat.of().parseHex("0b000000ffffffff0fe0454f4600000000010000010006060100010001 00".replace(" ", ""));
    private static final int MOST_TEXT = 4 << 20;

    public CramReader() {
        super("cram", "1");
    }

    private static Optional<MaterialFile> file(Material material) {
        return AlignmentReader.file(material, ".cram");
    }

    @Override
    protected boolean isOne(Material material) throws IOException {
        Optional<MaterialFile> file = file(material);
        if (file.isEmpty()) {
            return false;
        }
        RangeBuffer in = new RangeBuffer(material, file.get());
        return in.startsWith(0, "CRAM") && in.u8(4) >= 1 && in.u8(4) <= 4;
    }

    @Override
    protected void readHeader(Material material, Found found) throws IOException {
        RangeBuffer in = new RangeBuffer(material, file(material).orElseThrow());
        int major = in.u8(4);
        found.type("application/vnd.ga4gh.cram");
        found.text("format_version", "CRAM " + major + "." + in.u8(5), "file definition");
        byte[] end = major == 2 ? END_2 : END_3;
        if (major >= 2 && major <= 3) {
            byte[] tail = in.upTo(Math.max(0, in.size() - end.length), end.length);
            if (!Arrays.equals(tail, end)) {
                found.truncated(in.file().path() + " has no end-of-file block");
            }
            readText(in, major, found);
        }
    }

    private static void readText(RangeBuffer in, int major, Found found) throws IOException {
        Cursor at = new Cursor(in, 26 + 4);
        at.itf8();
        at.itf8();
        at.itf8();
        at.itf8();
        at.ltf8();
        at.ltf8();
        at.itf8();
        int landmarks = at.itf8();
        for (int i = 0; i < landmarks && i < 10_000; i++) {
            at.itf8();
        }
        at.position += major >= 3 ? 4 : 0;
        int method = in.u8(at.position++);
        at.position++;
        at.itf8();
        int packed = at.itf8();
        int raw = at.itf8();
        if (packed < 0 || packed > MOST_TEXT || raw < 4 || raw > MOST_TEXT) {
            throw new IOException("a header block of " + packed + " bytes is not read");
        }
        byte[] block = in.bytes(at.position, packed);
        byte[] text;
        if (method == 0) {
            text = block;
        } else if (method == 1) {
            try (GZIPInputStream unzip = new GZIPInputStream(new ByteArrayInputStream(block))) {
                text = unzip.readNBytes(raw);
            }
        } else {
            found.note("the header is packed by method " + method + ", which is not read");
            return;
        }
        if (text.length < 4) {
            throw new IOException("a header block without a text");
        }
        int length = ByteBuffer.wrap(text).order(ByteOrder.LITTLE_ENDIAN).getInt();
        SamHeader header = new SamHeader(found);
        AlignmentReader.lines(Arrays.copyOfRange(text, 4, 4 + Math.clamp(length, 0, text.length - 4)), header);
        header.end(true);
    }

    /** Numbers of one to nine bytes (CRAM specification §2.3). */
    private static final class Cursor {
        private final RangeBuffer in;
        private long position;

        Cursor(RangeBuffer in, long position) {
            this.in = in;
            this.position = position;
        }

        int itf8() throws IOException {
            int first = in.u8(position++);
            int more = Math.min(4, Integer.numberOfLeadingZeros(~(first << 24)));
            if (more < 4) {
                int value = first & (0xff >> (more + 1));
                for (int i = 0; i < more; i++) {
                    value = value << 8 | in.u8(position++);
                }
                return value;
            }
            int value = first & 0x0f;
            for (int i = 0; i < 3; i++) {
                value = value << 8 | in.u8(position++);
            }
            return value << 4 | in.u8(position++) & 0x0f;
        }

        void ltf8() throws IOException {
            int first = in.u8(position++);
            position += Math.min(8, Integer.numberOfLeadingZeros(~(first << 24)));
        }
    }
}
