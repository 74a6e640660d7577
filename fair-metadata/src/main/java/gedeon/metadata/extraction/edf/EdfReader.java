package gedeon.metadata.extraction.edf;

import gedeon.metadata.extraction.Found;
import gedeon.metadata.extraction.Material;
import gedeon.metadata.extraction.Moments;
import gedeon.metadata.extraction.Units;
import gedeon.metadata.extraction.bytes.HeaderReader;
import gedeon.metadata.extraction.bytes.Numbers;
import gedeon.metadata.extraction.bytes.RangeBuffer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** EDF and EDF+ (Kemp and Olivan 2003, section 2.1) and their 24 bit sisters BDF and BDF+. */
public final class EdfReader extends HeaderReader {
    private static final int FIXED = 256;
    private static final int MOST_SIGNALS = 4096;

    /** The date that EDF+ asks for in place of one that must not be told, and those of programs that know none. */
    private static final Set<String> NO_START =
            Set.of("01.01.85 00.00.00", "01.01.00 00.00.00", "01.01.70 00.00.00", "01.01.01 00.00.00");

    private static final Pattern CLOCK = Pattern.compile("(\\d{2})\\.(\\d{2})\\.(\\d{2})");
    private static final Pattern ONSET = Pattern.compile("^([+-]\\d{1,12}(?:\\.\\d{1,12})?)");
    private static final List<String> MONTHS =
            List.of("JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC");

    public EdfReader() {
        super("edf", "1");
    }

    @Override
    protected boolean isOne(Material material) throws IOException {
        if (material.folder()) {
            return false;
        }
        RangeBuffer in = new RangeBuffer(material, material.main(), 4096);
        boolean bdf = in.has(0, 8) && in.u8(0) == 0xff && in.startsWith(1, "BIOSEMI");
        if (!bdf && !in.startsWith(0, "0       ")) {
            return false;
        }
        Integer bytes = whole(in, 184, 8);
        Integer signals = whole(in, 252, 4);
        return in.has(0, FIXED)
                && CLOCK.matcher(in.latin1(168, 8)).matches()
                && bytes != null
                && signals != null
                && bytes == FIXED * (signals + 1);
    }

    private static @Nullable Integer whole(RangeBuffer in, long offset, int length) throws IOException {
        Double value = Numbers.of(in.latin1(offset, length));
        return value == null || value != Math.rint(value) || Math.abs(value) > 1e8 ? null : value.intValue();
    }

    @Override
    protected void readHeader(Material material, Found found) throws IOException {
        RangeBuffer in = new RangeBuffer(material, material.main());
        boolean bdf = in.u8(0) == 0xff;
        String reserved = in.latin1(192, 44);
        boolean plus = reserved.startsWith("EDF+") || reserved.startsWith("BDF+");
        found.type(bdf ? "application/x-bdf" : "application/x-edf");
        found.text("format_version", plus ? reserved.substring(0, 5).strip() : bdf ? "BDF" : "EDF", "reserved");
        if (plus) {
            patient(in.latin1(8, 80), found);
            recording(in.latin1(88, 80), found);
        } else {
            found.text("patient_comment", in.latin1(8, 80), "patient");
            found.text("description", in.latin1(88, 80), "recording");
        }
        Integer records = whole(in, 236, 8);
        Double duration = Numbers.of(in.latin1(244, 8));
        Integer said = whole(in, 252, 4);
        int signals = said == null ? 0 : Math.clamp(said, 0, MOST_SIGNALS);
        Signals all = Signals.of(in, signals, bdf ? 3 : 2);
        start(in, all, found);
        if (records != null && records >= 0) {
            found.number("records", records, null, "records");
            if (duration != null && duration > 0) {
                found.number("acquisition_duration", records * duration, "s", "records × duration");
            }
        }
        int plain = 0;
        for (Signal signal : all.signals()) {
            if (signal.annotations()) {
                continue;
            }
            plain++;
            found.text("channel_name", signal.label(), "signal " + signal.number());
            found.text("channel_unit", Units.code(signal.unit()).orElse(signal.unit()), "signal " + signal.number());
            if (duration != null && duration > 0) {
                found.number("sampling_rate", signal.samples() / duration, "Hz", "signal " + signal.number());
            }
            found.text("transducer", signal.transducer(), "signal " + signal.number());
            found.text("prefilter", signal.prefilter(), "signal " + signal.number());
        }
        found.number("channels", plain, null, "signals");
        long wanted = FIXED * (signals + 1L) + (records == null ? 0 : records * all.recordBytes());
        if (records != null && records > 0 && in.size() < wanted) {
            found.truncated(material.main().path() + " has " + in.size() + " of " + wanted + " bytes");
        }
    }

    /** {@code code sex birth-date name}, each {@code X} where it is not known. */
    private static void patient(String text, Found found) {
        String[] parts = text.split(" ", 5);
        String[] fields = {"patient_id", "patient_sex", "patient_birth_date", "patient_name", "patient_comment"};
        for (int i = 0; i < parts.length; i++) {
            String value = parts[i].replace('_', ' ');
            if (value.equals("X") || value.matches("X[ ,]X")) {
                continue;
            }
            if (i == 2) {
                LocalDate born = date(value);
                found.time(fields[i], born == null ? null : born.toString(), value, "patient");
            } else {
                found.text(fields[i], value, "patient");
            }
        }
    }

    /** {@code Startdate date investigation technician equipment}. */
    private static void recording(String text, Found found) {
        String[] parts = text.split(" ", 6);
        String[] fields = {"", "", "study_id", "operator", "instrument_model", "comment"};
        if (!parts[0].equals("Startdate")) {
            found.text("description", text, "recording");
            return;
        }
        for (int i = 2; i < parts.length; i++) {
            if (!parts[i].equals("X")) {
                found.text(fields[i], parts[i].replace('_', ' '), "recording");
            }
        }
    }

    private static @Nullable LocalDate date(String text) {
        String[] parts = text.toUpperCase(Locale.ROOT).split("-");
        try {
            return parts.length == 3 && MONTHS.contains(parts[1])
                    ? LocalDate.of(Integer.parseInt(parts[2]), MONTHS.indexOf(parts[1]) + 1, Integer.parseInt(parts[0]))
                    : null;
        } catch (DateTimeException | NumberFormatException e) {
            return null;
        }
    }

    /** The fraction of the first second stands in the first annotation only; the year in four digits in the recording only. */
    private static void start(RangeBuffer in, Signals all, Found found) throws IOException {
        String day = in.latin1(168, 8);
        String time = in.latin1(176, 8);
        if (NO_START.contains(day + " " + time)) {
            found.note("The start " + day + " " + time
                    + " is what programs write instead of the true one; it is left out.");
            return;
        }
        Matcher d = CLOCK.matcher(day);
        Matcher t = CLOCK.matcher(time);
        if (!d.matches() || !t.matches()) {
            return;
        }
        try {
            int year = Integer.parseInt(d.group(3));
            LocalDate date = LocalDate.of(
                    year < 85 ? 2000 + year : 1900 + year, Integer.parseInt(d.group(2)), Integer.parseInt(d.group(1)));
            String[] recording = in.latin1(88, 80).split(" ");
            if (recording.length > 1 && recording[0].equals("Startdate") && date(recording[1]) != null) {
                date = java.util.Objects.requireNonNull(date(recording[1]));
            }
            LocalDateTime start = date.atTime(LocalTime.of(
                    Integer.parseInt(t.group(1)), Integer.parseInt(t.group(2)), Integer.parseInt(t.group(3))));
            start = start.plusNanos(fraction(in, all, found));
            found.time("acquisition_start", Moments.text(start), day + " " + time, "startdate, starttime");
        } catch (DateTimeException e) {
            found.note("the start \"" + day + " " + time + "\" is no moment");
        }
    }

    private static long fraction(RangeBuffer in, Signals all, Found found) throws IOException {
        long at = FIXED * (all.signals().size() + 1L);
        for (Signal signal : all.signals()) {
            if (signal.annotations()) {
                String first = new String(in.upTo(at, Math.min(signal.bytes(), 4096)), StandardCharsets.UTF_8);
                Matcher onset = ONSET.matcher(first);
                if (onset.find()) {
                    double seconds = Double.parseDouble(onset.group(1));
                    return seconds >= 0 && seconds < 1 ? Math.round(seconds * 1e9) : 0;
                }
                found.note("the first record has no time of its own");
                return 0;
            }
            at += signal.bytes();
        }
        return 0;
    }

    private record Signal(
            int number,
            String label,
            String transducer,
            String unit,
            String prefilter,
            long samples,
            long bytes,
            boolean annotations) {}

    private record Signals(List<Signal> signals) {
        /** The header holds each field of all signals, one field after the other. */
        static Signals of(RangeBuffer in, int count, int width) throws IOException {
            List<Signal> signals = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                String label = in.latin1(FIXED + 16L * i, 16);
                Integer samples = whole(in, FIXED + 216L * count + 8L * i, 8);
                long many = samples == null || samples < 0 ? 0 : samples;
                signals.add(new Signal(
                        i + 1,
                        label,
                        in.latin1(FIXED + 16L * count + 80L * i, 80),
                        in.latin1(FIXED + 96L * count + 8L * i, 8),
                        in.latin1(FIXED + 136L * count + 80L * i, 80),
                        many,
                        many * width,
                        label.equals("EDF Annotations") || label.equals("BDF Annotations")));
            }
            return new Signals(signals);
        }

        long recordBytes() {
            return signals.stream().mapToLong(Signal::bytes).sum();
        }
    }
}
