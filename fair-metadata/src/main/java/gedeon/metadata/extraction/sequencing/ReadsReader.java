package gedeon.metadata.extraction.sequencing;

import gedeon.metadata.extraction.Found;
import gedeon.metadata.extraction.Material;
import gedeon.metadata.extraction.Material.MaterialFile;
import gedeon.metadata.extraction.bytes.HeaderReader;
import gedeon.metadata.extraction.bytes.Lines;
import gedeon.metadata.extraction.bytes.RangeBuffer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.ZipException;

/** FASTQ and FASTA, plain or gzipped. Neither has a magic: both the name and the first record must fit. Large files are sampled and not counted. */
public final class ReadsReader extends HeaderReader {
    private static final String[] FASTQ = {".fastq", ".fq", ".fastq.gz", ".fq.gz"};
    private static final String[] FASTA = {".fasta", ".fa", ".fna", ".faa", ".ffn", ".fasta.gz", ".fa.gz", ".fna.gz"};
    private static final long MOST_OF_FILE = 4 << 20;
    private static final long MOST_UNFOLDED = 16 << 20;
    private static final Pattern SEQUENCE = Pattern.compile("[A-Za-z*.\\-]+");

    /** Casava 1.8 and later: instrument, run, flow cell, lane, tile, x, y. */
    private static final Pattern ILLUMINA = Pattern.compile("@([\\w-]+):(\\d+):([\\w-]+):(\\d+):\\d+:\\d+:\\d+.*");

    public ReadsReader() {
        super("fastq-fasta", "1");
    }

    private static boolean named(MaterialFile file, String[] endings) {
        String name = file.fileName().toLowerCase(Locale.ROOT);
        return java.util.Arrays.stream(endings).anyMatch(name::endsWith);
    }

    private static Lines lines(Unzipped stream) {
        return new Lines(stream, StandardCharsets.UTF_8, MOST_UNFOLDED);
    }

    private static Optional<MaterialFile> file(Material material) {
        return material.folder() ? Optional.empty() : Optional.of(material.main());
    }

    @Override
    protected boolean isOne(Material material) throws IOException {
        Optional<MaterialFile> file = file(material);
        if (file.isEmpty() || !named(file.get(), FASTQ) && !named(file.get(), FASTA)) {
            return false;
        }
        try (Unzipped stream = Unzipped.of(new RangeBuffer(material, file.get()), 32 << 10, 64 << 10)) {
            Lines lines = lines(stream);
            String first = lines.next();
            String second = lines.next();
            if (first == null || second == null || !SEQUENCE.matcher(second).matches()) {
                return false;
            }
            if (named(file.get(), FASTA)) {
                return first.startsWith(">");
            }
            String line = lines.next();
            while (line != null && SEQUENCE.matcher(line).matches()) {
                line = lines.next();
            }
            return first.startsWith("@") && line != null && line.startsWith("+");
        } catch (ZipException e) {
            return false;
        }
    }

    @Override
    protected void readHeader(Material material, Found found) throws IOException {
        MaterialFile file = file(material).orElseThrow();
        RangeBuffer in = new RangeBuffer(material, file, 64 << 10);
        boolean fastq = named(file, FASTQ);
        found.type(fastq ? "text/x-fastq" : "text/x-fasta");
        try (Unzipped stream = Unzipped.of(in, MOST_OF_FILE, MOST_UNFOLDED)) {
            if (fastq) {
                fastq(lines(stream), stream, found);
            } else {
                fasta(lines(stream), stream, found);
            }
        }
    }

    private static void fastq(Lines lines, Unzipped stream, Found found) throws IOException {
        long reads = 0;
        long bases = 0;
        long count = 0;
        int longest = 0;
        boolean whole = true;
        for (String line = lines.next(); line != null && whole; line = lines.next()) {
            count++;
            if (line.isBlank()) {
                continue;
            }
            if (reads == 0) {
                tellFirst(line, found);
            }
            int sequence = 0;
            String part = lines.next();
            while (part != null && !part.startsWith("+")) {
                count++;
                sequence += part.length();
                part = lines.next();
            }
            count += part == null ? 0 : 1;
            int quality = 0;
            // Quality may hold any sign, also "@" and "+" at a line's start: only its length tells where it ends.
            while (part != null && quality < sequence) {
                part = lines.next();
                count += part == null ? 0 : 1;
                quality += part == null ? 0 : part.length();
            }
            whole = quality == sequence;
            if (whole) {
                reads++;
                bases += sequence;
                longest = Math.max(longest, sequence);
            }
        }
        if (stream.sawAll() && !lines.cut()) {
            found.number("reads", reads, null, "records");
            found.number("bases", bases, null, "records");
            found.number("lines", count, null, "lines");
            if (!whole) {
                found.truncated("the last read is not whole");
            }
        } else {
            found.note("the file is large: its first " + reads + " reads were looked at");
        }
        if (longest > 0) {
            found.number("read_length_max", longest, null, "records");
        }
    }

    private static void tellFirst(String line, Found found) {
        found.text("first_read", line.substring(1).split("\\s", 2)[0], "first record");
        Matcher illumina = ILLUMINA.matcher(line);
        if (illumina.matches()) {
            found.text("instrument_serial", illumina.group(1), "first record");
            found.text("run_id", illumina.group(2), "first record");
            found.text("flow_cell_id", illumina.group(3), "first record");
            found.text("lane", illumina.group(4), "first record");
        }
    }

    private static void fasta(Lines lines, Unzipped stream, Found found) throws IOException {
        long sequences = 0;
        long bases = 0;
        for (String line = lines.next(); line != null; line = lines.next()) {
            if (line.startsWith(">")) {
                if (sequences++ < 20) {
                    found.text("sequence_name", line.substring(1).split("\\s", 2)[0], "sequence " + sequences);
                }
            } else if (!line.startsWith(";")) {
                bases += line.strip().length();
            }
        }
        if (stream.sawAll() && !lines.cut()) {
            found.number("sequences", sequences, null, "records");
            found.number("bases", bases, null, "records");
        } else {
            found.note("the file is large: its first " + sequences + " sequences were looked at");
        }
    }
}
