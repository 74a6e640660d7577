package gedeon.metadata.extraction.jcamp;

import gedeon.metadata.extraction.Found;
import gedeon.metadata.extraction.Material;
import gedeon.metadata.extraction.Moments;
import gedeon.metadata.extraction.Units;
import gedeon.metadata.extraction.bytes.HeaderReader;
import gedeon.metadata.extraction.bytes.Lines;
import gedeon.metadata.extraction.bytes.Numbers;
import gedeon.metadata.extraction.bytes.RangeBuffer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** JCAMP-DX 4.24 to 6: labelled data records {@code ##LABEL=value} up to the first table. Labels are compared without blanks, dashes, slashes and case. */
public final class JcampReader extends HeaderReader {
    private static final long MOST = 4 << 20;
    private static final String COMMENT = "$$ comment";
    private static final double UNSURE = 0.7;
    private static final Set<String> TABLES =
            Set.of("XYDATA", "XYPOINTS", "PEAKTABLE", "PEAKASSIGNMENTS", "DATATABLE", "NTUPLES", "RADATA", "END");
    private static final String[][] TEXTS = {
        {"TITLE", "title"},
        {"DATATYPE", "technique"},
        {"SPECTROMETERDATASYSTEM", "instrument_model"},
        {"SPECTROMETER", "instrument_model"},
        {"$INSTRUMENT", "instrument_model"},
        {"$INSTRUM", "instrument_model"},
        {"ORIGIN", "institution"},
        {"OWNER", "owner"},
        {"SAMPLEDESCRIPTION", "sample"},
        {"CASREGISTRYNO", "cas_number"},
        {"MOLFORM", "chemical_formula"},
        {".SOLVENTNAME", "solvent"},
        {"$SOLVENT", "solvent"},
        {".PULSESEQUENCE", "pulse_program"},
        {"$PULPROG", "pulse_program"},
        {".IONIZATIONMODE", "ionization"},
        {"$IONISATION", "ionization"},
        {"$IONIZATION", "ionization"},
        {".INLET", "inlet"},
        {"$INJECTION", "inlet"},
        {".SPECTROMETERTYPE", "analyzer"},
        {"$ANALYZER", "analyzer"},
        {"$SOFTWARE", "software"},
        {"XUNITS", "x_unit"},
        {"YUNITS", "y_unit"},
    };

    /** What Bruker's programs write where nobody named the instrument or the owner. */
    private static final Set<String> NOBODY =
            Set.of("instrument_model spect", "owner root", "owner nmr", "owner nmrsu");

    private static final Pattern STAMP = Pattern.compile(
            "(\\d{4}[/-]\\d{2}[/-]\\d{2})[ T]+(\\d{2}:\\d{2}:\\d{2})(?:\\.\\d{1,9})?\\s*([+-]\\d{2}:?\\d{2})?");

    /** As C's {@code ctime} writes it, with the name of a zone that is not trusted. */
    private static final Pattern CTIME = Pattern.compile(
            "(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun) +([A-Z][a-z]{2}) +(\\d{1,2}) (\\d{2}:\\d{2}:\\d{2})(?: [A-Z ]+)? (\\d{4})");

    private static final Pattern PROGRAM = Pattern.compile(
            "(?:[\\d.]+ )?(TopSpin|VNMR|VnmrJ|XWIN-NMR) (?:Version )?(\\d[\\w.]*(?: (?:pl|Revision) \\w+)?).*");

    public JcampReader() {
        super("jcamp", "1");
    }

    @Override
    protected boolean isOne(Material material) throws IOException {
        if (material.folder()) {
            return false;
        }
        byte[] head = material.read(material.main(), 0, 4096);
        String text = new String(head, StandardCharsets.ISO_8859_1);
        return text.stripLeading().toUpperCase(Locale.ROOT).startsWith("##TITLE")
                && text.toUpperCase(Locale.ROOT).contains("JCAMP");
    }

    @Override
    protected void readHeader(Material material, Found found) throws IOException {
        found.type("chemical/x-jcamp-dx");
        Lines lines = Lines.of(
                new RangeBuffer(material, material.main()),
                StandardCharsets.UTF_8,
                Math.min(MOST, material.main().size()));
        Map<String, String> records = new LinkedHashMap<>();
        List<String> comments = new ArrayList<>();
        boolean table = records(lines, records, comments);
        Set<String> told = new HashSet<>();
        for (String[] row : TEXTS) {
            String value =
                    records.getOrDefault(row[0], "").replaceAll("^<|>$", "").strip();
            String said = row[1] + " " + value.toLowerCase(Locale.ROOT);
            if (!NOBODY.contains(said) && told.add(said)) {
                found.text(row[1], value, "##" + row[0]);
            }
        }
        remarks(records, comments, found);
        found.text("format_version", first(records, "JCAMPDX", "JCAMPCS"), "##JCAMP-DX");
        nucleus(records, found);
        numbers(records, found);
        times(records, comments, found);
        if (!table) {
            found.truncated(material.main().path() + " ends before its data");
        }
    }

    /** True where a table was reached: what follows is data. */
    private static boolean records(Lines lines, Map<String, String> records, List<String> comments) throws IOException {
        String label = null;
        for (String line = lines.next(); line != null; line = lines.next()) {
            int comment = line.indexOf("$$");
            if (comment >= 0) {
                if (comments.size() < 200) {
                    comments.add(line.substring(comment + 2).strip());
                }
                line = line.substring(0, comment);
            }
            if (line.startsWith("##")) {
                int equals = line.indexOf('=');
                if (equals < 0) {
                    continue;
                }
                label = line.substring(2, equals).toUpperCase(Locale.ROOT).replaceAll("[ \\-/_]", "");
                if (TABLES.contains(label)) {
                    return true;
                }
                if (records.size() < 2000) {
                    records.putIfAbsent(label, line.substring(equals + 1).strip());
                }
            } else if (label != null && records.getOrDefault(label, "").length() < 1000) {
                records.merge(label, line.strip(), (a, b) -> a.isEmpty() ? b : a + "\n" + b);
            }
        }
        return false;
    }

    /** What programs say of themselves and of the solvent in comments only. */
    private static void remarks(Map<String, String> records, List<String> comments, Found found) {
        boolean solvent = first(records, ".SOLVENTNAME", "$SOLVENT") != null;
        boolean software = records.containsKey("$SOFTWARE");
        for (String comment : comments) {
            Matcher program = PROGRAM.matcher(comment);
            if (!software && program.matches()) {
                software = true;
                found.text("software", program.group(1), COMMENT, UNSURE);
                found.text("software_version", program.group(2), COMMENT, UNSURE);
            } else if (!solvent && comment.startsWith("solvent=")) {
                solvent = true;
                found.text("solvent", comment.substring("solvent=".length()), COMMENT, UNSURE);
            }
        }
    }

    private static void nucleus(Map<String, String> records, Found found) {
        String nucleus = first(records, ".OBSERVENUCLEUS", "$NUC1");
        if (nucleus != null) {
            found.text(
                    "nucleus", nucleus.replace("^", "").replaceAll("[<>]", "").strip(), "##.OBSERVE NUCLEUS");
        }
    }

    private static void numbers(Map<String, String> records, Found found) {
        number(found, "frequency", first(records, ".OBSERVEFREQUENCY", "$SFO1"), "MHz", "##.OBSERVE FREQUENCY");
        number(found, "scans", first(records, ".AVERAGES", "$NS"), null, "##.AVERAGES");
        number(found, "points", records.get("NPOINTS"), null, "##NPOINTS");
        number(found, "pressure", records.get("PRESSURE"), null, "##PRESSURE");
        String nmr = String.valueOf(records.get("DATATYPE")).toUpperCase(Locale.ROOT);
        if (records.containsKey("TEMPERATURE")) {
            // JCAMP-DX 5 asks for degrees Celsius; NMR programs write kelvin: no probe is at 200 °C and more.
            Double value = Numbers.of(leading(records.get("TEMPERATURE")));
            boolean kelvin = value != null && value > 200 && nmr.contains("NMR");
            number(found, "temperature", records.get("TEMPERATURE"), kelvin ? "K" : "Cel", "##TEMPERATURE");
        } else {
            number(found, "temperature", records.get("$TE"), "K", "##$TE");
        }
        String unit = Units.code(String.valueOf(records.get("XUNITS"))).orElse(null);
        number(found, "x_first", records.get("FIRSTX"), unit, "##FIRSTX");
        number(found, "x_last", records.get("LASTX"), unit, "##LASTX");
        number(found, "magnetic_field", records.get(".FIELD"), "T", "##.FIELD");
        String polarity = records.getOrDefault("$MODE", "").toLowerCase(Locale.ROOT);
        if (polarity.equals("positive") || polarity.equals("negative")) {
            found.text("polarity", polarity, "##$MODE");
            return;
        }
        String mode = String.valueOf(records.get(".IONIZATIONMODE"));
        if (mode.endsWith("+")) {
            found.text("polarity", "positive", "##.IONIZATION MODE");
        } else if (mode.endsWith("-")) {
            found.text("polarity", "negative", "##.IONIZATION MODE");
        }
    }

    private static void number(Found found, String field, @Nullable String text, @Nullable String unit, String source) {
        Double value = Numbers.of(leading(text));
        if (value != null && text != null) {
            found.number(field, value, unit, text, source);
        }
    }

    /** A number may be followed by a unit or a remark. */
    private static @Nullable String leading(@Nullable String text) {
        return text == null || text.isBlank() ? null : text.strip().split("[\\s,;(]", 2)[0];
    }

    /** The measurement's own stamp; what an export wrote into a comment is taken with less confidence and only where nothing else is. */
    private static void times(Map<String, String> records, List<String> comments, Found found) {
        String epoch = leading(records.get("$DATE"));
        if (epoch != null && epoch.matches("\\d{9,10}")) {
            found.time(
                    "acquisition_end",
                    java.time.Instant.ofEpochSecond(Long.parseLong(epoch)).toString(),
                    epoch,
                    "##$DATE");
            return;
        }
        for (String label : new String[] {"LONGDATE", "DATE"}) {
            String text = records.get(label);
            if (text != null && !text.isBlank()) {
                String whole =
                        label.equals("DATE") && records.containsKey("TIME") ? text + " " + records.get("TIME") : text;
                Optional<String> at = stamp(whole)
                        .or(() -> Optional.ofNullable(Moments.iso(whole)))
                        .or(() -> Optional.ofNullable(Moments.iso(text)));
                at = at.or(() -> Moments.date(text.strip()).map(Object::toString));
                at.ifPresent(iso -> found.time("acquisition_start", iso, whole, "##" + label));
                return;
            }
        }
        comments.stream()
                .flatMap(comment -> stamp(comment).or(() -> ctime(comment)).stream())
                .findFirst()
                .ifPresent(iso -> found.time("file_created", iso, null, COMMENT));
    }

    private static Optional<String> ctime(String text) {
        Matcher m = CTIME.matcher(text);
        return m.find()
                ? Moments.date(m.group(1) + " " + m.group(2) + " " + m.group(4)).map(day -> day + "T" + m.group(3))
                : Optional.empty();
    }

    private static Optional<String> stamp(String text) {
        Matcher m = STAMP.matcher(text);
        if (!m.find()) {
            return Optional.empty();
        }
        String zone = m.group(3);
        return Optional.of(m.group(1).replace('/', '-')
                + "T"
                + m.group(2)
                + (zone == null ? "" : zone.length() == 5 ? zone.substring(0, 3) + ":" + zone.substring(3) : zone));
    }

    private static @Nullable String first(Map<String, String> records, String... labels) {
        for (String label : labels) {
            String value = records.get(label);
            if (value != null && !value.isBlank()) {
                return value;
            }
        }
        return null;
    }
}
