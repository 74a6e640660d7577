package gedeon.metadata.extraction.microscopy;

import gedeon.metadata.extraction.Material;
import gedeon.metadata.extraction.bytes.RangeBuffer;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** The ImageDescription (tag 270) of a TIFF's or BigTIFF's first directory (TIFF 6.0, section 2). */
final class TiffDescription {
    private static final int TAG = 270;
    private static final int ASCII = 2;
    private static final int MOST_ENTRIES = 4096;

    private TiffDescription() {}

    static Optional<String> of(Material material, Material.MaterialFile file) throws IOException {
        RangeBuffer in = new RangeBuffer(material, file, 8192);
        if (!in.has(0, 8)) {
            return Optional.empty();
        }
        if (in.startsWith(0, "II")) {
            in.order(ByteOrder.LITTLE_ENDIAN);
        } else if (in.startsWith(0, "MM")) {
            in.order(ByteOrder.BIG_ENDIAN);
        } else {
            return Optional.empty();
        }
        int version = in.u16(2);
        if (version != 42 && version != 43) {
            return Optional.empty();
        }
        try {
            return description(in, version == 43);
        } catch (EOFException e) {
            return Optional.empty();
        }
    }

    private static Optional<String> description(RangeBuffer in, boolean big) throws IOException {
        long directory = big ? in.i64(8) : in.u32(4);
        long entries = big ? in.i64(directory) : in.u16(directory);
        long first = directory + (big ? 8 : 2);
        int width = big ? 20 : 12;
        for (int i = 0; i < Math.min(entries, MOST_ENTRIES); i++) {
            long entry = first + (long) i * width;
            if (in.u16(entry) == TAG && in.u16(entry + 2) == ASCII) {
                long length = big ? in.i64(entry + 4) : in.u32(entry + 4);
                long inline = big ? 8 : 4;
                long at = length <= inline ? entry + width - inline : big ? in.i64(entry + 12) : in.u32(entry + 8);
                return Optional.of(in.text(at, Math.min(length, RangeBuffer.MOST_AT_ONCE), StandardCharsets.UTF_8));
            }
        }
        return Optional.empty();
    }
}
