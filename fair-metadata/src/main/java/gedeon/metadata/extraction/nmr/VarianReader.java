package gedeon.metadata.extraction.nmr;

import gedeon.metadata.extraction.Found;
import gedeon.metadata.extraction.Material;
import gedeon.metadata.extraction.Material.MaterialFile;
import gedeon.metadata.extraction.Moments;
import gedeon.metadata.extraction.bytes.HeaderReader;
import gedeon.metadata.extraction.bytes.Lines;
import gedeon.metadata.extraction.bytes.Numbers;
import gedeon.metadata.extraction.bytes.RangeBuffer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Varian and Agilent VNMR: a folder of {@code fid} and {@code procpar}, where each parameter is a line of eleven columns, a line of values and one of choices. */
public final class VarianReader extends HeaderReader {
    private static final Pattern PARAMETER = Pattern.compile("[A-Za-z_]\\w* [0-9] [0-9]( \\S+){8} *");
    private static final int MOST_PARAMETERS = 5000;
    private static final Map<String, String> TEXTS = new TreeMap<>(Map.ofEntries(
            Map.entry("tn", "nucleus"),
            Map.entry("seqfil", "pulse_program"),
            Map.entry("samplename", "sample"),
            Map.entry("operator_", "operator"),
            Map.entry("systemname_", "instrument_name"),
            Map.entry("console", "instrument_model"),
            Map.entry("probe_", "probe"),
            Map.entry("rev", "software_version"),
            Map.entry("comment", "description")));

    private record Number(
            String key, String field, @Nullable String unit) {}

    private static final List<Number> NUMBERS = List.of(
            new Number("sfrq", "frequency", "MHz"),
            new Number("nt", "scans", null),
            new Number("np", "points", null),
            new Number("sw", "spectral_width", "Hz"),
            new Number("temp", "temperature", "Cel"),
            new Number("spin", "spinning_rate", "Hz"));

    public VarianReader() {
        super("varian-nmr", "1");
    }

    private static Optional<MaterialFile> procpar(Material material) {
        return material.files().stream()
                .filter(f -> f.path().equals("procpar") || f.path().endsWith("/procpar"))
                .findFirst();
    }

    @Override
    protected boolean isOne(Material material) throws IOException {
        Optional<MaterialFile> file = procpar(material);
        if (file.isEmpty()) {
            return false;
        }
        String line = lines(material, file.get()).next();
        return line != null && PARAMETER.matcher(line).matches();
    }

    private static Lines lines(Material material, MaterialFile file) {
        return Lines.of(new RangeBuffer(material, file), StandardCharsets.ISO_8859_1, 2 << 20);
    }

    @Override
    protected void readHeader(Material material, Found found) throws IOException {
        MaterialFile file = procpar(material).orElseThrow();
        found.type("application/x-varian-nmr");
        found.text("manufacturer", "Varian", "format procpar");
        found.text("software", "VNMR", "format procpar");
        Map<String, String> values = new HashMap<>();
        try {
            parameters(lines(material, file), values);
        } finally {
            tell(values, found);
        }
        String folder = file.path().substring(0, file.path().length() - "procpar".length());
        Optional<MaterialFile> text = material.file(folder + "text");
        if (text.isPresent()) {
            byte[] words = new RangeBuffer(material, text.get(), 4096).upTo(0, 2000);
            found.text(
                    "title",
                    new String(words, StandardCharsets.UTF_8),
                    text.get().path());
        }
        if (material.file(folder + "fid").isEmpty()) {
            found.note("the signal (fid) is not with procpar");
        }
    }

    private static void tell(Map<String, String> values, Found found) {
        TEXTS.forEach((key, field) -> found.text(field, values.get(key), "procpar " + key));
        for (Number number : NUMBERS) {
            Double value = Numbers.of(values.get(number.key()));
            if (value != null) {
                found.number(number.field(), value, number.unit(), values.get(number.key()), "procpar " + number.key());
            }
        }
        String solvent = values.getOrDefault("solvent", "");
        if (Solvents.isOne(solvent)) {
            found.text("solvent", solvent, "procpar solvent");
        } else if (!solvent.isEmpty()) {
            found.note("procpar solvent is \"" + solvent + "\", which is no solvent; left out");
        }
        String run = values.get("time_run");
        String[] pattern = {"uuuuMMdd'T'HHmmss"};
        found.time("acquisition_start", Moments.parse(run, pattern), run, "procpar time_run");
        String complete = values.get("time_complete");
        found.time("acquisition_end", Moments.parse(complete, pattern), complete, "procpar time_complete");
        if (run == null || run.isEmpty()) {
            String date = values.get("date");
            found.time("acquisition_start", Moments.parse(date, "MMM d uuuu", "MMM dd uuuu"), date, "procpar date");
        }
    }

    /** Only the first value of each is kept: arrays are what the experiment steps through. */
    private static void parameters(Lines lines, Map<String, String> values) throws IOException {
        for (String head = lines.next(); head != null && values.size() < MOST_PARAMETERS; head = lines.next()) {
            String line = lines.next();
            if (line == null || !PARAMETER.matcher(head).matches()) {
                if (head.isBlank() && line == null) {
                    return;
                }
                throw new java.io.EOFException("procpar ends or breaks at \"" + head.strip() + "\"");
            }
            String[] parts = line.strip().split(" ", 3);
            Double count = Numbers.of(parts[0]);
            boolean text = parts.length > 1 && parts[1].startsWith("\"");
            String first = parts.length > 1 ? line.strip().substring(parts[0].length() + 1) : "";
            values.putIfAbsent(head.substring(0, head.indexOf(' ')), text ? quoted(first) : first.split(" ", 2)[0]);
            if (text) {
                skipRest(lines, first, count == null ? 1 : count);
            }
            lines.next();
        }
    }

    private static String quoted(String text) {
        int close = text.lastIndexOf('"');
        return text.substring(1, close > 0 ? close : text.length());
    }

    /** Texts stand one a line, and one text may run over several lines until its closing quote. */
    private static void skipRest(Lines lines, String first, double count) throws IOException {
        long quotes = first.chars().filter(c -> c == '"').count();
        long more = 2L * (long) Math.clamp(count, 1, 10_000);
        for (int i = 0; quotes < more && i < 20_000; i++) {
            String line = lines.next();
            if (line == null) {
                return;
            }
            quotes += line.chars().filter(c -> c == '"').count();
        }
    }
}
