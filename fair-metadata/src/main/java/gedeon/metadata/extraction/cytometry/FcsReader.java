package gedeon.metadata.extraction.cytometry;

import gedeon.metadata.extraction.Found;
import gedeon.metadata.extraction.Material;
import gedeon.metadata.extraction.Moments;
import gedeon.metadata.extraction.bytes.HeaderReader;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** FCS: the keywords of the primary TEXT segment. */
public final class FcsReader extends HeaderReader {
    private static final int HEADER = 58;
    private static final int MOST_TEXT = 4 << 20;
    private static final int MOST_CHANNELS = 100;
    private static final Pattern MAGIC = Pattern.compile("FCS[23]\\.[012]");
    private static final Pattern CREATOR = Pattern.compile("(.+?)(?: Software)?,? [Vv]ersion (\\S+)");
    private static final Pattern NAME_AND_VERSION = Pattern.compile("([^,]+),\\s*v?(\\d+(?:\\.\\d+)+)");
    private static final Pattern NUMBER_AND_UNIT = Pattern.compile("([\\d.]+)\\s*(nm|mW)?");

    private static final String[][] TEXTS = {
        {"$CYTSN", "instrument_serial"},
        {"$OP", "operator"},
        {"$EXP", "principal_investigator"},
        {"$INST", "institution"},
        {"$PROJ", "project"},
        {"EXPERIMENT NAME", "experiment_name"},
        {"$SRC", "sample"},
        {"$SMNO", "sample_id"},
        {"TUBE NAME", "sample_id"},
        {"$CELLS", "cells"},
        {"PLATE NAME", "plate"},
        {"$PLATENAME", "plate"},
        {"WELL ID", "well"},
        {"$WELLID", "well"},
        {"$COM", "comment"},
        {"$FIL", "source_file"},
        {"GUID", "identifier"},
    };

    public FcsReader() {
        super("fcs", "1");
    }

    @Override
    protected boolean isOne(Material material) throws IOException {
        if (material.folder()) {
            return false;
        }
        byte[] header = material.read(material.main(), 0, HEADER);
        return header.length == HEADER && MAGIC.matcher(ascii(header, 0, 6)).matches();
    }

    @Override
    protected void readHeader(Material material, Found found) throws IOException {
        found.type("application/vnd.isac.fcs");
        byte[] header = material.read(material.main(), 0, HEADER);
        found.text("format_version", ascii(header, 0, 6), "HEADER");
        long begin = offset(header, 10);
        long end = offset(header, 18);
        if (begin < HEADER || end <= begin) {
            throw new IOException("the header names no TEXT segment");
        }
        int wanted = (int) Math.min(end - begin + 1, MOST_TEXT);
        byte[] text = material.read(material.main(), begin, wanted);
        Map<String, String> keys = keywords(text);
        if (keys.isEmpty()) {
            throw new EOFException("no keyword in the TEXT segment");
        }
        if (text.length < wanted) {
            found.truncated("The file ends within its TEXT segment.");
        } else if (end - begin + 1 > MOST_TEXT) {
            found.note("Only the first 4 MiB of the TEXT segment were read.");
        }
        instrument(keys, found);
        for (String[] row : TEXTS) {
            found.text(row[1], keys.get(row[0]), row[0]);
        }
        times(keys, found);
        number(keys, "$TOT", "events", null, found);
        number(keys, "$PAR", "channels", null, found);
        number(keys, "$TIMESTEP", "time_increment", "s", found);
        number(keys, "$VOL", "sample_volume", "nL", found);
        channels(keys, found);
        long data = Math.max(
                offset(header, 34), number(keys.get("$ENDDATA")).orElse(0.0).longValue());
        if (data >= material.main().size()) {
            found.truncated("The events should reach to byte " + data + ", and the file has "
                    + material.main().size() + " bytes.");
        }
    }

    /** The first byte is the delimiter; doubled, it stands for itself. */
    static Map<String, String> keywords(byte[] segment) {
        String text = new String(segment, StandardCharsets.UTF_8);
        if (text.indexOf('\ufffd') >= 0) {
            text = new String(segment, StandardCharsets.ISO_8859_1);
        }
        Map<String, String> keys = new LinkedHashMap<>();
        if (text.isEmpty()) {
            return keys;
        }
        char delimiter = text.charAt(0);
        StringBuilder part = new StringBuilder();
        String key = null;
        for (int at = 1; at < text.length() && keys.size() < 20_000; at++) {
            char c = text.charAt(at);
            if (c != delimiter) {
                part.append(c);
            } else if (at + 1 < text.length() && text.charAt(at + 1) == delimiter && !part.isEmpty()) {
                part.append(delimiter);
                at++;
            } else if (key == null) {
                key = part.toString().strip().toUpperCase(Locale.ROOT);
                part.setLength(0);
            } else {
                keys.putIfAbsent(key, part.toString().strip());
                key = null;
                part.setLength(0);
            }
        }
        return keys;
    }

    private static void instrument(Map<String, String> keys, Found found) {
        String cytometer = keys.getOrDefault("$CYT", "");
        Matcher both = NAME_AND_VERSION.matcher(cytometer);
        String creator = keys.getOrDefault("CREATOR", keys.getOrDefault("$SYS", ""));
        String creatorKey = keys.containsKey("CREATOR") ? "CREATOR" : "$SYS";
        found.text("instrument_model", both.matches() ? both.group(1) : cytometer, "$CYT");
        Matcher program = CREATOR.matcher(creator);
        Matcher plain = NAME_AND_VERSION.matcher(creator);
        if (program.matches()) {
            found.text("software", program.group(1), creatorKey);
            found.text("software_version", program.group(2), creatorKey);
        } else if (plain.matches()) {
            found.text("software", plain.group(1), creatorKey);
            found.text("software_version", plain.group(2), creatorKey);
        } else if (creatorKey.equals("CREATOR")) {
            found.text("software", creator, creatorKey);
        }
        if (both.matches() && !plain.matches()) {
            found.text("software_version", both.group(2), "$CYT");
        }
        if (!plain.matches()) {
            found.text("operating_system", keys.get("$SYS"), "$SYS");
        }
    }

    private static void times(Map<String, String> keys, Found found) {
        String written = keys.getOrDefault("$DATE", "");
        Optional<LocalDate> date = Moments.date(written);
        if (date.isEmpty()) {
            if (!written.isBlank()) {
                found.note("The date \"" + written + "\" is in no form that is sure.");
            }
            return;
        }
        Optional<LocalTime> begin = Moments.clock(keys.getOrDefault("$BTIM", ""));
        Optional<LocalTime> end = Moments.clock(keys.getOrDefault("$ETIM", ""));
        LocalDate day = date.get();
        found.time(
                "acquisition_start",
                begin.map(t -> Moments.text(LocalDateTime.of(day, t))).orElse(day.toString()),
                (written + " " + keys.getOrDefault("$BTIM", "")).strip(),
                "$DATE $BTIM");
        if (end.isPresent()) {
            // An end before the beginning is past midnight.
            boolean next = begin.isPresent() && end.get().isBefore(begin.get());
            found.time(
                    "acquisition_end",
                    Moments.text(LocalDateTime.of(next ? day.plusDays(1) : day, end.get())),
                    written + " " + keys.getOrDefault("$ETIM", ""),
                    "$DATE $ETIM");
        }
        String modified = keys.getOrDefault("$LAST_MODIFIED", "");
        int blank = modified.indexOf(' ');
        if (blank > 0) {
            Optional<LocalDate> on = Moments.date(modified.substring(0, blank));
            Optional<LocalTime> at = Moments.clock(modified.substring(blank + 1));
            if (on.isPresent() && at.isPresent()) {
                found.time(
                        "file_modified",
                        Moments.text(LocalDateTime.of(on.get(), at.get())),
                        modified,
                        "$LAST_MODIFIED");
            }
        }
    }

    private static void channels(Map<String, String> keys, Found found) {
        long count = Math.min(number(keys.get("$PAR")).orElse(0.0).longValue(), MOST_CHANNELS);
        for (int i = 1; i <= count; i++) {
            String p = "$P" + i;
            String name = keys.getOrDefault(p + "N", "");
            String stain = keys.getOrDefault(p + "S", "");
            found.text(
                    "channel_name", stain.isBlank() || stain.equals(name) ? name : name + " (" + stain + ")", p + "N");
            number(keys, p + "V", "detector_voltage", "V", found);
            measured(keys, p + "L", "excitation_wavelength", "nm", found);
            measured(keys, p + "O", "laser_power", "mW", found);
        }
    }

    private static void measured(Map<String, String> keys, String key, String field, String unit, Found found) {
        Matcher m = NUMBER_AND_UNIT.matcher(keys.getOrDefault(key, "").strip());
        if (m.matches()) {
            number(m.group(1)).ifPresent(v -> found.number(field, v, unit, keys.get(key), key));
        }
    }

    private static void number(Map<String, String> keys, String key, String field, @Nullable String unit, Found found) {
        number(keys.get(key)).ifPresent(v -> found.number(field, v, unit, keys.get(key), key));
    }

    private static Optional<Double> number(@Nullable String text) {
        try {
            return text == null || text.isBlank() ? Optional.empty() : Optional.of(Double.parseDouble(text.strip()));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    private static long offset(byte[] header, int at) {
        return number(ascii(header, at, 8)).orElse(0.0).longValue();
    }

    private static String ascii(byte[] bytes, int from, int length) {
        return new String(bytes, from, length, StandardCharsets.ISO_8859_1);
    }
}
