package gedeon.metadata.extraction.vendorms;

import gedeon.metadata.extraction.Found;
import gedeon.metadata.extraction.Material;
import gedeon.metadata.extraction.Material.MaterialFile;
import gedeon.metadata.extraction.Moments;
import gedeon.metadata.extraction.bytes.HeaderReader;
import gedeon.metadata.extraction.bytes.RangeBuffer;
import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Agilent ChemStation {@code .D}: each channel file ({@code .ch}, {@code .uv}, {@code .ms}) begins with its own version, a length byte and two digits or more, and
 * repeats the sample's head. Old versions (2, 8, 30, 31, 81) write Pascal strings, new ones (130, 131, 179, 181) UTF-16 at other places.
 */
public final class AgilentChemStationReader extends HeaderReader {
    private static final int MOST_CHANNELS = 60;
    private static final Set<String> OLD = Set.of("2", "8", "30", "31", "81");
    private static final Set<String> NEW = Set.of("130", "131", "179", "181");
    private static final String[] DATES = {
        "d-MMM-uu, H:mm:ss", "d-MMM-uuuu, H:mm:ss", "d MMM uu h:mm a", "d MMM uu  h:mm a", "d-MMM-uu H:mm:ss"
    };

    public AgilentChemStationReader() {
        super("agilent-chemstation", "1");
    }

    @Override
    protected boolean isOne(Material material) throws IOException {
        for (MaterialFile file : channels(material)) {
            if (version(new RangeBuffer(material, file, 1024)) != null) {
                return true;
            }
        }
        return false;
    }

    private static List<MaterialFile> channels(Material material) {
        return material.files().stream()
                .filter(f -> f.path().toLowerCase(Locale.ROOT).matches("(.*/)?[^/]+\\.(ch|uv|ms|fid)"))
                .limit(MOST_CHANNELS)
                .toList();
    }

    /** The version, where the file is of this family: a known number, and words that only this family writes. */
    private static @Nullable String version(RangeBuffer in) throws IOException {
        byte[] head = in.upTo(0, 0x180);
        if (head.length < 0x100 || head[0] < 1 || head[0] > 3) {
            return null;
        }
        String version = new String(head, 1, head[0], StandardCharsets.ISO_8859_1);
        if (OLD.contains(version)) {
            String kind = pascal(in, 4, 19);
            return kind.endsWith("DATA FILE") || kind.endsWith("MS Data File") || kind.endsWith("DATA FIL")
                    ? version
                    : null;
        }
        if (NEW.contains(version)) {
            return in.size() > 0x1100 && !utf16(in, 0x15b, 16).isEmpty() ? version : null;
        }
        return null;
    }

    @Override
    protected void readHeader(Material material, Found found) throws IOException {
        found.type("application/x-agilent-chemstation");
        found.text("manufacturer", "Agilent", "format ChemStation");
        Map<String, Set<String>> operators = new LinkedHashMap<>();
        int signals = 0;
        boolean head = false;
        for (MaterialFile file : channels(material)) {
            RangeBuffer in = new RangeBuffer(material, file, 8 << 10);
            in.order(ByteOrder.BIG_ENDIAN);
            String version = version(in);
            if (version == null) {
                continue;
            }
            boolean old = OLD.contains(version);
            if (!head) {
                head = true;
                tellHead(in, version, old, found);
            }
            String operator = old ? pascal(in, 0x94, 30) : utf16(in, 0x758, 60);
            if (!operator.isEmpty()) {
                operators.computeIfAbsent(operator, o -> new LinkedHashSet<>()).add(file.fileName());
            }
            if (version.equals("31") || version.equals("131")) {
                found.number("spectra", in.u32(0x116), null, file.path() + " byte 0x116");
            } else if (!version.equals("2")) {
                if (signals++ == 0 && old) {
                    found.text("software", pascal(in, 0x142, 30), file.path());
                    found.text("software_version", pascal(in, 0x195, 30), file.path());
                }
                tellSignal(in, file, old, found);
            }
        }
        operators.forEach((name, files) -> found.text("operator", name, String.join(", ", files)));
        if (operators.size() > 1) {
            // Without the names: notes are for all readers of the notebook.
            found.note("The files name " + operators.size() + " different operators.");
        }
        if (signals > 0) {
            found.number("channels", signals, null, "signal files");
        }
    }

    private static void tellHead(RangeBuffer in, String version, boolean old, Found found) throws IOException {
        String where = in.file().path();
        found.text("format_version", version, where + " byte 0");
        found.text("sample", old ? pascal(in, 0x18, 60) : utf16(in, 0x35a, 60), where);
        String when = old ? pascal(in, 0xb2, 30) : utf16(in, 0x957, 60);
        found.time("acquisition_start", Moments.parse(when.replaceAll(" +", " "), DATES), when, where);
        found.text("instrument_model", old ? pascal(in, 0xd0, 9) : utf16(in, 0x9e5, 30), where);
        String technique = old ? pascal(in, 0xda, 9) : utf16(in, 0x9bc, 30);
        found.text("technique", technique, where);
        String method = old ? pascal(in, 0xe4, 18) : utf16(in, 0xa0e, 60);
        found.text("method", method.substring(method.lastIndexOf('\\') + 1), where);
        if (old) {
            String[] fields = {"sequence_line", "vial", "replicate"};
            for (int i = 0; i < 3; i++) {
                int value = in.u16(0xfc + 2L * i);
                if (value > 0 && value < 10_000) {
                    found.number(fields[i], value, null, where + " byte " + (0xfc + 2 * i));
                }
            }
        }
    }

    private static void tellSignal(RangeBuffer in, MaterialFile file, boolean old, Found found) throws IOException {
        String signal = old ? pascal(in, 0x254, 60) : utf16(in, 0x1075, 60);
        String unit = old ? pascal(in, 0x244, 15) : utf16(in, 0x104c, 30);
        if (!signal.isEmpty()) {
            found.text("channel_name", signal, file.path());
            found.text("channel_unit", unit, file.path());
        }
    }

    /** A length byte, then Latin-1. */
    private static String pascal(RangeBuffer in, long at, int most) throws IOException {
        byte[] all = in.bytes(at, most + 1L);
        int length = all[0] & 0xff;
        if (length > most) {
            return "";
        }
        String text = new String(all, 1, length, StandardCharsets.ISO_8859_1);
        return text.chars().anyMatch(c -> c < ' ') ? "" : text.strip();
    }

    /** A length byte, then that many characters of UTF-16, little end first. */
    private static String utf16(RangeBuffer in, long at, int most) throws IOException {
        int length = in.u8(at);
        if (length > most) {
            return "";
        }
        String text = new String(in.bytes(at + 1, 2L * length), StandardCharsets.UTF_16LE);
        return text.chars().anyMatch(c -> c < ' ') ? "" : text.strip();
    }
}
