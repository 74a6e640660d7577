package gedeon.metadata.extraction.medical;

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
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Philips PAR/REC: a text that describes (lines of {@code .    key : value}, then a line per image) and pixels without any header. */
public final class ParRecReader extends HeaderReader {
    private static final String MAGIC = "# === DATA DESCRIPTION FILE";
    private static final Map<String, String> TEXTS = Map.of(
            "Patient name", "patient_name",
            "Examination name", "study_name",
            "Protocol name", "protocol_name",
            "Technique", "technique",
            "Scan mode", "mode");
    private static final Map<String, String> NUMBERS = Map.of(
            "Scan Duration [sec]", "acquisition_duration s",
            "Repetition time [ms]", "repetition_time ms",
            "Repetition time [msec]", "repetition_time ms",
            "Acquisition nr", "series_number",
            "Max. number of slices/locations", "depth",
            "Max. number of dynamics", "frames");

    public ParRecReader() {
        super("par-rec", "1");
    }

    @Override
    protected boolean isOne(Material material) throws IOException {
        Optional<MaterialFile> par = par(material);
        return par.isPresent() && new RangeBuffer(material, par.get(), 512).startsWith(0, MAGIC);
    }

    private static Optional<MaterialFile> par(Material material) {
        return material.files().stream()
                .filter(f -> f.path().toLowerCase(Locale.ROOT).endsWith(".par"))
                .findFirst();
    }

    @Override
    protected void readHeader(Material material, Found found) throws IOException {
        MaterialFile par = par(material).orElseThrow();
        found.type("application/x-philips-par");
        found.text("manufacturer", "Philips", "format PAR/REC");
        Lines lines = Lines.of(new RangeBuffer(material, par), StandardCharsets.ISO_8859_1, 4 << 20);
        long pixels = 0;
        int images = 0;
        boolean ends = false;
        for (String line = lines.next(); line != null; line = lines.next()) {
            if (line.startsWith(".")) {
                int colon = line.indexOf(" :");
                if (colon > 0) {
                    tell(
                            line.substring(1, colon).strip(),
                            line.substring(colon + 2).strip(),
                            found);
                }
            } else if (line.startsWith("#")) {
                int tool = line.indexOf("export tool");
                if (tool > 0) {
                    found.text("software", "Research image export tool", "PAR head");
                    found.text("software_version", line.substring(tool + "export tool".length()), "PAR head");
                }
                ends |= line.contains("END OF DATA DESCRIPTION FILE");
            } else if (!line.isBlank()) {
                long[] size = imageSize(line);
                if (size != null) {
                    if (images++ == 0) {
                        found.number("width", size[0], null, "image information");
                        found.number("height", size[1], null, "image information");
                        found.number("bits_per_value", size[2], null, "image information");
                    }
                    pixels += size[0] * size[1] * ((size[2] + 7) / 8);
                }
            }
        }
        if (images > 0) {
            found.number("images", images, null, "image information");
        }
        if (!ends) {
            found.truncated(par.path() + " has no end line");
        }
        String rec = par.path().substring(0, par.path().length() - 4) + ".rec";
        Optional<MaterialFile> data = material.file(rec);
        if (data.isEmpty()) {
            found.note("the pixels (.REC) are not with the description");
        } else if (data.get().size() < pixels) {
            found.truncated(data.get().path() + " has " + data.get().size() + " of " + pixels + " bytes");
        }
    }

    private static void tell(String key, String value, Found found) {
        String text = TEXTS.get(key);
        if (text != null) {
            found.text(text, value, key);
        }
        String number = NUMBERS.get(key);
        if (number != null) {
            String[] field = number.split(" ", 2);
            Double parsed = Numbers.of(value.split("\\s+", 2)[0]);
            if (parsed != null) {
                found.number(field[0], parsed, field.length > 1 ? field[1] : null, value, key);
            }
        }
        if (key.equals("Examination date/time")) {
            found.time("acquisition_start", Moments.parse(value, "uuuu.MM.dd / HH:mm:ss"), value, key);
        }
    }

    /** Width, height and bits of a line of version 4: columns 10, 11 and 8 of it. */
    private static long @Nullable [] imageSize(String line) {
        String[] columns = line.strip().split("\\s+", 14);
        if (columns.length < 12) {
            return null;
        }
        Double bits = Numbers.of(columns[7]);
        Double width = Numbers.of(columns[9]);
        Double height = Numbers.of(columns[10]);
        if (bits == null || width == null || height == null || bits < 1 || bits > 64) {
            return null;
        }
        if (width < 1 || height < 1 || width > 1 << 20 || height > 1 << 20) {
            return null;
        }
        return new long[] {width.longValue(), height.longValue(), bits.longValue()};
    }
}
