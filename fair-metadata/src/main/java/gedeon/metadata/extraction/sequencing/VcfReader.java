package gedeon.metadata.extraction.sequencing;

import gedeon.metadata.extraction.Found;
import gedeon.metadata.extraction.Material;
import gedeon.metadata.extraction.Moments;
import gedeon.metadata.extraction.bytes.HeaderReader;
import gedeon.metadata.extraction.bytes.Lines;
import gedeon.metadata.extraction.bytes.RangeBuffer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.ZipException;

/** Variant calls, VCF 4, plain or gzipped. Paths of the server that made them are cut to the last name. */
public final class VcfReader extends HeaderReader {
    private static final long MOST_OF_FILE = 4 << 20;
    private static final long MOST_UNFOLDED = 32 << 20;
    private static final int MOST_SAMPLES = 100;
    private static final Pattern TOOL = Pattern.compile("##(\\w+?)_?Version=([^\\s<>]+).*", Pattern.CASE_INSENSITIVE);

    public VcfReader() {
        super("vcf", "1");
    }

    private static boolean isMagic(String line) {
        return line.startsWith("##fileformat=VCF");
    }

    @Override
    protected boolean isOne(Material material) throws IOException {
        if (material.folder()) {
            return false;
        }
        RangeBuffer in = new RangeBuffer(material, material.main());
        try (Unzipped stream = Unzipped.of(in, 64 << 10, 256)) {
            return isMagic(new String(stream.readNBytes(32), StandardCharsets.ISO_8859_1));
        } catch (ZipException e) {
            return false;
        }
    }

    @Override
    protected void readHeader(Material material, Found found) throws IOException {
        RangeBuffer in = new RangeBuffer(material, material.main(), 64 << 10);
        found.type("text/x-vcf");
        try (Unzipped stream = Unzipped.of(in, MOST_OF_FILE, MOST_UNFOLDED)) {
            Lines lines = new Lines(stream, StandardCharsets.UTF_8, MOST_UNFOLDED);
            long records = 0;
            long contigs = 0;
            boolean columns = false;
            for (String line = lines.next(); line != null; line = lines.next()) {
                if (line.startsWith("##")) {
                    contigs += line.startsWith("##contig=") ? 1 : 0;
                    meta(line, found);
                } else if (line.startsWith("#CHROM")) {
                    columns = true;
                    samples(line.split("\t", -1), found);
                } else if (!line.isEmpty()) {
                    records++;
                }
            }
            found.number("references", contigs, null, "##contig");
            if (!columns) {
                found.truncated(in.file().path() + " has no line of column names");
            } else if (stream.sawAll() && !lines.cut()) {
                found.number("records", records, null, "lines");
            }
        }
    }

    private static void meta(String line, Found found) {
        if (isMagic(line)) {
            found.text("format_version", line.substring("##fileformat=".length()), "##fileformat");
        } else if (line.startsWith("##source=")) {
            found.text("software", line.substring("##source=".length()), "##source");
        } else if (line.startsWith("##reference=")) {
            String path = line.substring("##reference=".length());
            found.text("reference_genome", withoutEnding(path.substring(path.lastIndexOf('/') + 1)), "##reference");
        } else if (line.startsWith("##fileDate=")) {
            String date = line.substring("##fileDate=".length());
            found.time("file_created", Moments.parse(date, "uuuuMMdd", "uuuu-MM-dd"), date, "##fileDate");
        } else {
            Matcher tool = TOOL.matcher(line);
            if (tool.matches() && !line.contains("_callCommand")) {
                found.text("software", tool.group(1), line.substring(0, line.indexOf('=')));
                found.text("software_version", tool.group(2), line.substring(0, line.indexOf('=')));
            }
        }
    }

    private static String withoutEnding(String name) {
        return name.replaceFirst("(?i)\\.(fa|fasta|fna)(\\.gz)?$", "");
    }

    private static void samples(String[] columns, Found found) {
        found.number("samples", Math.max(0, columns.length - 9), null, "#CHROM line");
        for (int i = 9; i < Math.min(columns.length, 9 + MOST_SAMPLES); i++) {
            found.text("sample", columns[i], "#CHROM line");
        }
    }
}
