package gedeon.storage.journal;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Optional;
import java.util.zip.CRC32C;

/** A line: CRC32C of the JSON in eight hex digits, a space, the JSON, a line feed. One that was cut, or is another than was written, is none. */
final class JournalLine {
    private static final int CRC = 8;

    private JournalLine() {}

    /** @param json holds no line feed */
    static void write(ByteArrayOutputStream out, byte[] json) {
        out.writeBytes(HexFormat.of().toHexDigits(crc(json, 0)).getBytes(StandardCharsets.US_ASCII));
        out.write(' ');
        out.writeBytes(json);
        out.write('\n');
    }

    /** The JSON of a line without its line feed; empty where it does not hold. */
    static Optional<String> read(byte[] line) {
        if (line.length <= CRC + 1 || line[CRC] != ' ') {
            return Optional.empty();
        }
        String named = new String(line, 0, CRC, StandardCharsets.US_ASCII);
        return named.equals(HexFormat.of().toHexDigits(crc(line, CRC + 1)))
                ? Optional.of(new String(line, CRC + 1, line.length - CRC - 1, StandardCharsets.UTF_8))
                : Optional.empty();
    }

    private static int crc(byte[] bytes, int from) {
        CRC32C crc = new CRC32C();
        crc.update(bytes, from, bytes.length - from);
        return (int) crc.getValue();
    }
}
