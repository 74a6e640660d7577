package gedeon.metadata.extraction.vendorms;

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
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** A Waters MassLynx {@code .raw}: a folder with {@code _HEADER.TXT}, the set and read-back parameters in {@code _extern.inf}, the inlet in {@code _INLET.INF}. */
public final class WatersReader extends HeaderReader {
    private static final int INDEX_ENTRY = 22;
    private static final Map<String, String> HEADER = new TreeMap<>(Map.of(
            "Acquired Name", "run_name",
            "Instrument", "instrument_model",
            "User Name", "operator",
            "Laboratory Name", "department",
            "Sample Description", "sample_description",
            "SampleID", "sample_id",
            "Job Code", "batch",
            "Submitter", "user",
            "Bottle Number", "vial"));
    private static final Map<String, String> PARAMETERS = Map.of(
            "Capillary (kV)", "capillary_voltage kV",
            "Cone (V)", "cone_voltage V",
            "Source Temperature", "source_temperature Cel",
            "Desolvation Temperature", "desolvation_temperature Cel");
    private static final Map<String, String> INLET = Map.of(
            "Run Time", "acquisition_duration min",
            "Column Oven Temperature", "column_temperature Cel",
            "Injection Volume (ul)", "injection_volume uL");

    public WatersReader() {
        super("waters-raw", "1");
    }

    @Override
    protected boolean isOne(Material material) throws IOException {
        Optional<MaterialFile> header = material.file("_HEADER.TXT");
        return header.isPresent() && new RangeBuffer(material, header.get(), 512).startsWith(0, "$$ Version");
    }

    private static Optional<Lines> lines(Material material, String path) {
        return material.file(path)
                .map(f -> Lines.of(new RangeBuffer(material, f), StandardCharsets.ISO_8859_1, 512 << 10));
    }

    @Override
    protected void readHeader(Material material, Found found) throws IOException {
        found.type("application/x-waters-raw");
        found.text("manufacturer", "Waters", "format MassLynx");
        found.text("software", "MassLynx", "format MassLynx");
        Map<String, String> header = new HashMap<>();
        Lines lines = lines(material, "_HEADER.TXT").orElseThrow();
        for (String line = lines.next(); line != null && header.size() < 500; line = lines.next()) {
            int colon = line.indexOf(": ");
            if (line.startsWith("$$ ") && colon > 0) {
                header.put(line.substring(3, colon), line.substring(colon + 2).strip());
            }
        }
        HEADER.forEach((key, field) -> found.text(field, header.get(key), "_HEADER.TXT " + key));
        String when = header.getOrDefault("Acquired Date", "") + " " + header.getOrDefault("Acquired Time", "");
        found.time("acquisition_start", Moments.parse(when, "d-MMM-uuuu H:mm:ss"), when, "_HEADER.TXT Acquired Date");
        method("MS Method", "method", header, found);
        method("Inlet Method", "inlet_method", header, found);
        method("Tune Method", "tune_method", header, found);
        readParameters(material, found);
        readInlet(material, found);
        countScans(material, found);
    }

    private static void method(String key, String field, Map<String, String> header, Found found) {
        String path = header.getOrDefault(key, "");
        found.text(field, path.substring(path.lastIndexOf('\\') + 1), "_HEADER.TXT " + key);
    }

    /** Lines of name, set value, read-back value, by tabs; the set value is kept. */
    private static void readParameters(Material material, Found found) throws IOException {
        Optional<Lines> lines = lines(material, "_extern.inf");
        boolean polarity = false;
        for (String line = lines.isPresent() ? lines.get().next() : null;
                line != null;
                line = lines.get().next()) {
            String[] parts = line.split("\t+", 3);
            if (parts.length < 2) {
                continue;
            }
            if (parts[0].equals("Polarity") && !polarity) {
                polarity = true;
                found.text("polarity", parts[1].endsWith("-") ? "negative" : "positive", "_extern.inf Polarity");
                found.text("ionization", parts[1].strip(), "_extern.inf Polarity");
            }
            tell(parts[0], parts[1], PARAMETERS, "_extern.inf ", found);
        }
    }

    private static void readInlet(Material material, Found found) throws IOException {
        Optional<Lines> lines = lines(material, "_INLET.INF");
        for (String line = lines.isPresent() ? lines.get().next() : null;
                line != null;
                line = lines.get().next()) {
            int sign = line.indexOf(": ");
            int end = sign >= 0 ? sign : line.indexOf(" - ");
            if (end < 0) {
                continue;
            }
            String value = line.substring(end + 2).replace("- ", "").strip();
            if (line.startsWith("Column:")) {
                found.text("column", value, "_INLET.INF Column");
            }
            tell(line.substring(0, end).strip(), value, INLET, "_INLET.INF ", found);
        }
    }

    private static void tell(String key, String value, Map<String, String> fields, String where, Found found) {
        for (var entry : fields.entrySet()) {
            Double number =
                    key.startsWith(entry.getKey()) ? Numbers.of(value.strip().split("\\s+", 2)[0]) : null;
            if (number != null) {
                String[] field = entry.getValue().split(" ", 2);
                found.number(field[0], number, field[1], value, where + entry.getKey());
            }
        }
    }

    /** Each function has an index of 22 bytes a scan (MassLynx 4; newer instruments write 30). */
    private static void countScans(Material material, Found found) {
        long scans = 0;
        long functions = 0;
        for (MaterialFile file : material.files()) {
            String name = file.fileName().toUpperCase(Locale.ROOT);
            if (name.matches("_FUNC\\d+\\.IDX")) {
                functions++;
                if (file.size() % INDEX_ENTRY == 0) {
                    scans += file.size() / INDEX_ENTRY;
                } else if (file.size() % 30 == 0) {
                    scans += file.size() / 30;
                }
                if (material.file(file.path().substring(0, file.path().length() - 3) + "DAT")
                        .isEmpty()) {
                    found.truncated(file.path() + " has no data file beside it");
                }
            }
        }
        if (functions > 0) {
            found.number("functions", functions, null, "_FUNC*.IDX");
        }
        if (scans > 0) {
            found.number("scans", scans, null, "_FUNC*.IDX");
        }
    }
}
