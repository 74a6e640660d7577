package gedeon.metadata.extraction.vendorms;

import gedeon.metadata.extraction.Found;
import gedeon.metadata.extraction.Material;
import gedeon.metadata.extraction.Moments;
import gedeon.metadata.extraction.bytes.HeaderReader;
import gedeon.metadata.extraction.bytes.RangeBuffer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Thermo (Finnigan) {@code .RAW}, one file. The head is fixed; then comes the row of the sequence as texts with their length before them, then the moment and the
 * addresses of the run, where the instrument names itself. What does not look as it should is left out rather than guessed.
 */
public final class ThermoRawReader extends HeaderReader {
    private static final int VERSION = 36;
    private static final int SEQUENCE_TEXTS = 0x590;
    private static final int INJECTION = 0x560 + 8;
    private static final int RUN_HEADER_57 = 7408;
    private static final long TICKS_TO_1970 = 116_444_736_000_000_000L;
    private static final Pattern MODELS = Pattern.compile(
            "(LTQ|LCQ|TSQ|LXQ|ITQ|ISQ|DSQ|Q Exactive|Orbitrap|Exactive|Exploris|Fusion|Lumos|Eclipse|Astral|Ascend|Stellar|Velos|Elite|Finnigan|MAT|DFS|Delta|Element|Endura|Quantiva|Altis|Quantis|Deca|Access|Vantage|Tribrid|Q-Exactive).*",
            Pattern.CASE_INSENSITIVE);

    public ThermoRawReader() {
        super("thermo-raw", "1");
    }

    @Override
    protected boolean isOne(Material material) throws IOException {
        return !material.folder()
                && new RangeBuffer(material, material.main(), 512)
                        .startsWith(0, "\u0001\u00a1F\0i\0n\0n\0i\0g\0a\0n\0\0\0");
    }

    @Override
    protected void readHeader(Material material, Found found) throws IOException {
        RangeBuffer in = new RangeBuffer(material, material.main());
        found.type("application/vnd.thermo.raw");
        found.text("manufacturer", "Thermo", "format RAW");
        long version = in.u32(VERSION);
        found.text("format_version", Long.toString(version), "byte 36");
        found.time("acquisition_start", fileTime(in.i64(40)), null, "byte 40");
        found.text("operator", in.text(48, 50, StandardCharsets.UTF_16LE), "byte 48");
        if (version < 50 || version > 70) {
            found.note("RAW version " + version + " is not one that this reader knows beyond its head");
            return;
        }
        double volume = in.f64(INJECTION);
        if (volume > 0 && volume < 1e5) {
            found.number("injection_volume", volume, "uL", "sequence row");
        }
        List<String> row = new ArrayList<>();
        long after = texts(in, SEQUENCE_TEXTS, 13, row);
        if (row.size() < 13 || !row.get(10).toLowerCase(java.util.Locale.ROOT).contains(".raw")) {
            found.note("the sequence row is not laid out as in known versions; it was left out");
            return;
        }
        found.text("sample_id", row.get(1), "sequence row");
        found.text("description", row.get(2), "sequence row");
        found.text("method", lastPart(row.get(8)), "sequence row");
        found.text("processing", lastPart(row.get(9)), "sequence row");
        found.text("source_file", row.get(10), "sequence row");
        found.text("vial", row.get(12), "sequence row");
        long moment = systemTime(in, after);
        if (moment > 0) {
            readRun(in, version, moment, found);
        }
    }

    /** The run's head begins with its date as a Windows SYSTEMTIME; it is looked for close behind the sequence row. */
    private static long systemTime(RangeBuffer in, long from) throws IOException {
        byte[] area = in.upTo(from, 4096);
        for (int i = 0; i + 16 <= area.length; i += 1) {
            int[] v = new int[8];
            for (int k = 0; k < 8; k++) {
                v[k] = area[i + 2 * k] & 0xff | (area[i + 2 * k + 1] & 0xff) << 8;
            }
            if (v[0] > 1990
                    && v[0] < 2100
                    && v[1] > 0
                    && v[1] < 13
                    && v[2] < 7
                    && v[3] > 0
                    && v[3] < 32
                    && v[4] < 24
                    && v[5] < 60
                    && v[6] < 60
                    && v[7] < 1000
                    && weekday(v)) {
                return from + i;
            }
        }
        return -1;
    }

    /** Chance would hardly hit the day of the week as well. */
    private static boolean weekday(int[] v) {
        try {
            return java.time.LocalDate.of(v[0], v[1], v[3]).getDayOfWeek().getValue() % 7 == v[2];
        } catch (java.time.DateTimeException e) {
            return false;
        }
    }

    private static void readRun(RangeBuffer in, long version, long moment, Found found) throws IOException {
        if (version < 64) {
            List<String> labels = new ArrayList<>();
            texts(in, moment - 4 + 804, 6, labels);
            if (labels.size() == 6) {
                found.text("computer", labels.get(5), "run head");
            }
            readInstrument(in, in.u32(moment + 40) + RUN_HEADER_57, found);
            long run = in.u32(moment + 40);
            long first = in.u32(run + 8);
            long last = in.u32(run + 12);
            if (first > 0 && last >= first && last < 100_000_000) {
                found.number("scans", last - first + 1, null, "run header");
            }
            return;
        }
        // From version 64 on addresses have 64 bits, somewhere behind the old head; the instrument's name says which is
        // the right one.
        for (long at = moment - 4 + 800; at < moment + 1200; at += 4) {
            long run = in.has(at, 8) ? in.i64(at) : 0;
            if (run > moment && in.has(run, 9000)) {
                for (long size : new long[] {7408, 7588, 7592, 7604, 7636, 7692, 7696}) {
                    if (readInstrument(in, run + size, found)) {
                        return;
                    }
                }
            }
        }
        found.note("the instrument's own name was not found in this version of RAW");
    }

    /** Twelve bytes, then model, name, serial number and software, each with its length before it. */
    private static boolean readInstrument(RangeBuffer in, long at, Found found) throws IOException {
        if (!in.has(at, 16)) {
            found.truncated(in.file().path() + " ends before its run header");
            return false;
        }
        List<String> texts = new ArrayList<>();
        texts(in, at + 12, 4, texts);
        if (texts.size() < 4
                || !MODELS.matcher(texts.getFirst()).matches()
                        && !MODELS.matcher(texts.get(1)).matches()) {
            return false;
        }
        found.text("instrument_model", texts.getFirst().isEmpty() ? texts.get(1) : texts.getFirst(), "instrument");
        found.text("instrument_serial", texts.get(2), "instrument");
        found.text("software", "Xcalibur", "format RAW");
        found.text("software_version", texts.get(3), "instrument");
        return true;
    }

    /** Texts of UTF-16 with their number of characters before them; stops at the first that is none. Returns where it stopped. */
    private static long texts(RangeBuffer in, long from, int most, List<String> texts) throws IOException {
        long at = from;
        while (texts.size() < most && in.has(at, 4)) {
            long length = in.u32(at);
            if (length > 2000 || !in.has(at + 4, 2 * length)) {
                break;
            }
            String text = new String(in.bytes(at + 4, 2 * length), StandardCharsets.UTF_16LE);
            if (text.chars().anyMatch(c -> c < ' ' && c != '\n' && c != '\r' && c != '\t' && c != 0)) {
                break;
            }
            int nul = text.indexOf('\0');
            texts.add(nul < 0 ? text : text.substring(0, nul));
            at += 4 + 2 * length;
        }
        return at;
    }

    private static String lastPart(String path) {
        return path.substring(path.lastIndexOf('\\') + 1);
    }

    /** A FILETIME that the instrument's computer wrote in its own local time: no zone is known. */
    private static @Nullable String fileTime(long ticks) {
        String utc = Moments.utc(Math.floorDiv(ticks - TICKS_TO_1970, 10_000_000L), 0);
        return utc == null || ticks <= TICKS_TO_1970 ? null : utc.replace("Z", "");
    }
}
