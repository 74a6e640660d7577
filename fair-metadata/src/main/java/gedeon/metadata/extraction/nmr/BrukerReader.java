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
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Bruker TopSpin and XWIN-NMR: JCAMP-like parameter files in one numbered folder an experiment; a folder of several is read as several. */
public final class BrukerReader extends HeaderReader {
    private static final int MOST_EXPERIMENTS = 40;
    private static final long MOST_BYTES = 512 << 10;
    private static final Pattern STAMP =
            Pattern.compile("(\\d{4}-\\d{2}-\\d{2} \\d{2}:\\d{2}:\\d{2})(?:\\.\\d+)? ([+-]\\d{4})");
    private static final Pattern TITLE =
            Pattern.compile("Parameter file, *(\\S+)\\s+Version (.+)", Pattern.CASE_INSENSITIVE);
    private static final Pattern SUFFIX = Pattern.compile("\\.\\d+ ");
    private static final Set<String> NOBODY =
            Set.of("administrator", "root", "nmr", "nmrsu", "guest", "user", "bruker");

    private record Number(
            String key, String field, @Nullable String unit) {}

    private static final List<Number> NUMBERS = List.of(
            new Number("SFO1", "frequency", "MHz"),
            new Number("NS", "scans", null),
            new Number("DS", "dummy_scans", null),
            new Number("TD", "points", null),
            new Number("SW", "spectral_width_ppm", "[ppm]"),
            new Number("TE", "temperature", "K"),
            new Number("RG", "receiver_gain", null),
            new Number("MASR", "spinning_rate", "Hz"));

    public BrukerReader() {
        super("bruker-nmr", "1");
    }

    private static List<MaterialFile> experiments(Material material) {
        return material.files().stream()
                .filter(f -> f.path().equals("acqus") || f.path().endsWith("/acqus"))
                .toList();
    }

    @Override
    protected boolean isOne(Material material) throws IOException {
        List<MaterialFile> all = experiments(material);
        if (all.isEmpty()) {
            return false;
        }
        byte[] head = new RangeBuffer(material, all.getFirst(), 1024).upTo(0, 1024);
        String text = new String(head, StandardCharsets.ISO_8859_1);
        return text.startsWith("##TITLE=")
                && text.contains("##ORIGIN= ")
                && text.matches("(?s).*##\\$?ORIGIN= *(Bruker|UXNMR).*");
    }

    @Override
    protected void readHeader(Material material, Found found) throws IOException {
        found.type("application/x-bruker-nmr");
        List<MaterialFile> all = experiments(material);
        found.number("experiments", all.size(), null, "acqus files");
        if (all.size() > MOST_EXPERIMENTS) {
            found.note("of " + all.size() + " experiments the first " + MOST_EXPERIMENTS + " were read");
        }
        for (MaterialFile acqus : all.subList(0, Math.min(all.size(), MOST_EXPERIMENTS))) {
            String folder = acqus.path().substring(0, acqus.path().length() - "acqus".length());
            readExperiment(material, acqus, folder, found);
        }
    }

    private static void readExperiment(Material material, MaterialFile acqus, String folder, Found found)
            throws IOException {
        Map<String, String> values = new LinkedHashMap<>();
        String stamp = parameters(material, acqus, values);
        String where = acqus.path() + " ";
        if (!values.containsKey("END=")) {
            found.truncated(acqus.path() + " has no end line");
        }
        found.text("manufacturer", values.get("ORIGIN"), where + "ORIGIN");
        Matcher title = TITLE.matcher(values.getOrDefault("TITLE", ""));
        if (title.matches()) {
            found.text("software", title.group(1), where + "TITLE");
            found.text("software_version", title.group(2).strip(), where + "TITLE");
        }
        found.text("experiment_name", values.get("EXP"), where + "EXP");
        found.text("nucleus", values.get("NUC1"), where + "NUC1");
        found.text("pulse_program", values.get("PULPROG"), where + "PULPROG");
        found.text("probe", values.get("PROBHD"), where + "PROBHD");
        String instrument = values.getOrDefault("INSTRUM", "");
        if (!instrument.equalsIgnoreCase("spect")) {
            found.text("instrument_name", instrument, where + "INSTRUM");
        }
        for (Number number : NUMBERS) {
            Double value = Numbers.of(values.get(number.key()));
            boolean unset = value == null || value == 0 && !number.key().equals("DS");
            boolean stillSample = number.key().equals("MASR")
                    && !values.getOrDefault("PROBHD", "").contains("MAS");
            if (value != null && !unset && !stillSample) {
                found.number(number.field(), value, number.unit(), values.get(number.key()), where + number.key());
            }
        }
        String solvent = values.getOrDefault("SOLVENT", "");
        if (Solvents.isOne(solvent)) {
            found.text("solvent", solvent, where + "SOLVENT");
        } else if (!solvent.isEmpty()) {
            found.note(where + "SOLVENT is \"" + solvent + "\", which is no solvent; left out");
        }
        found.time("acquisition_end", end(values.get("DATE"), stamp), stamp, where + "DATE");
        readAudit(material, folder, values.get("OWNER"), found);
        readProcessed(material, folder, found);
        checkData(material, folder, values, found);
    }

    /** DATE is Unix time and knows no zone; the stamp of the file that was written at the same moment does. */
    private static @Nullable String end(@Nullable String date, @Nullable String stamp) {
        Double second = Numbers.of(date);
        if (second == null || second < 1e8 || second > 1e11) {
            return null;
        }
        String utc = Moments.utc(second.longValue(), 0);
        String local = Moments.iso(stamp);
        if (utc == null || local == null || !local.contains("T")) {
            return utc;
        }
        long apart = ChronoUnit.SECONDS.between(OffsetDateTime.parse(utc), OffsetDateTime.parse(local));
        return Math.abs(apart) < 300 ? local : utc;
    }

    private static void readAudit(Material material, String folder, @Nullable String owner, Found found)
            throws IOException {
        Optional<MaterialFile> audit = material.file(folder + "audita.txt");
        boolean named = false;
        if (audit.isPresent()) {
            Lines lines = Lines.of(new RangeBuffer(material, audit.get()), StandardCharsets.ISO_8859_1, MOST_BYTES);
            boolean started = false;
            for (String line = lines.next(); line != null; line = lines.next()) {
                int start = line.indexOf("started at ");
                if (start >= 0 && !started) {
                    started = true;
                    found.time(
                            "acquisition_start",
                            stamp(line),
                            line.substring(start),
                            audit.get().path());
                }
                int user = line.indexOf("ICON-NMR User ID: ");
                if (user >= 0 && !named) {
                    named = true;
                    found.text(
                            "operator",
                            line.substring(user + "ICON-NMR User ID: ".length()),
                            audit.get().path());
                }
            }
        }
        if (!named && owner != null && !NOBODY.contains(owner.strip().toLowerCase(java.util.Locale.ROOT))) {
            found.text("operator", owner, folder + "acqus OWNER");
        }
    }

    private static void readProcessed(Material material, String folder, Found found) throws IOException {
        Optional<MaterialFile> procs = material.file(folder + "pdata/1/procs");
        if (procs.isPresent()) {
            Map<String, String> values = new LinkedHashMap<>();
            parameters(material, procs.get(), values);
            Double size = Numbers.of(values.get("SI"));
            if (size != null) {
                found.number(
                        "processed_points",
                        size,
                        null,
                        values.get("SI"),
                        procs.get().path() + " SI");
            }
        }
        Optional<MaterialFile> title = material.file(folder + "pdata/1/title");
        if (title.isPresent()) {
            byte[] text = new RangeBuffer(material, title.get(), 4096).upTo(0, 2000);
            found.text(
                    "title",
                    new String(text, StandardCharsets.UTF_8),
                    title.get().path());
        }
    }

    private static void checkData(Material material, String folder, Map<String, String> values, Found found) {
        Optional<MaterialFile> fid = material.file(folder + "fid");
        Double points = Numbers.of(values.get("TD"));
        if (fid.isEmpty() && material.file(folder + "ser").isEmpty()) {
            found.note(folder + " holds neither fid nor ser: the signal itself is not here");
        } else if (fid.isPresent() && points != null) {
            long wanted = points.longValue() * ("2".equals(values.get("DTYPA")) ? 8 : 4);
            if (fid.get().size() < wanted) {
                found.truncated(fid.get().path() + " has " + fid.get().size() + " of " + wanted + " bytes");
            }
        }
        int dimensions = 1;
        while (dimensions < 8
                && material.file(folder + "acqu" + (dimensions + 1) + "s").isPresent()) {
            dimensions++;
        }
        found.text("dimensions", dimensions + "D", folder + "acqu*s");
    }

    /** Lines of {@code ##$KEY= value}; returns the stamp that the writer left as a comment. */
    private static @Nullable String parameters(Material material, MaterialFile file, Map<String, String> values)
            throws IOException {
        Lines lines = Lines.of(new RangeBuffer(material, file), StandardCharsets.ISO_8859_1, MOST_BYTES);
        String stamp = null;
        for (String line = lines.next(); line != null && values.size() < 3000; line = lines.next()) {
            if (line.startsWith("##")) {
                int sign = line.indexOf('=');
                if (line.startsWith("##END=")) {
                    values.put("END=", "");
                } else if (sign > 2) {
                    String value = line.substring(sign + 1).strip();
                    boolean quoted = value.startsWith("<");
                    int close = value.lastIndexOf('>');
                    values.putIfAbsent(
                            line.substring(line.startsWith("##$") ? 3 : 2, sign),
                            quoted
                                    ? value.substring(1, close > 0 ? close : value.length())
                                            .strip()
                                    : value);
                }
            } else if (line.startsWith("$$") && stamp == null) {
                stamp = stamp(line);
            }
        }
        return stamp;
    }

    /** To the second: what the acquisition's own clock is good for. */
    private static @Nullable String stamp(String line) {
        Matcher found = STAMP.matcher(SUFFIX.matcher(line).replaceAll(" "));
        return found.find() ? Moments.iso(found.group(1) + found.group(2)) : null;
    }
}
