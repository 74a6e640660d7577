package gedeon.metadata.extraction.sequencing;

import gedeon.metadata.extraction.Found;
import gedeon.metadata.extraction.Material;
import gedeon.metadata.extraction.Material.MaterialFile;
import gedeon.metadata.extraction.bytes.HeaderReader;
import gedeon.metadata.extraction.bytes.Lines;
import gedeon.metadata.extraction.bytes.RangeBuffer;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;

/** SAM and BAM (SAM specification §1.3, §4.2). Records are counted where the whole file is small. */
public final class AlignmentReader extends HeaderReader {
    private static final byte[] BGZF_END =
            HexFormat.of().parseHex("1f8b08040000000000ff0600424302001b0003000000000000000000");
    private static final long MOST_OF_FILE = 8 << 20;
    private static final long MOST_UNFOLDED = 64 << 20;
    private static final long MOST_TEXT = 8 << 20;

    public AlignmentReader() {
        super("sam-bam", "1");
    }

    /** The first that is neither an index nor something else beside it. */
    static Optional<MaterialFile> file(Material material, String... endings) {
        if (!material.folder()) {
            return Optional.of(material.main());
        }
        return material.files().size() > 4
                ? Optional.empty()
                : material.files().stream()
                        .filter(f -> {
                            String name = f.fileName().toLowerCase(Locale.ROOT);
                            return java.util.Arrays.stream(endings).anyMatch(name::endsWith);
                        })
                        .findFirst();
    }

    private static Optional<MaterialFile> file(Material material) {
        return file(material, ".bam", ".sam");
    }

    @Override
    protected boolean isOne(Material material) throws IOException {
        Optional<MaterialFile> file = file(material);
        if (file.isEmpty()) {
            return false;
        }
        RangeBuffer in = new RangeBuffer(material, file.get());
        if (!Unzipped.isZipped(in)) {
            return in.startsWith(0, "@HD\tVN:") || in.startsWith(0, "@SQ\tSN:");
        }
        try (Unzipped stream = Unzipped.of(in, 64 << 10, 64)) {
            return stream.i32() == 0x014d4142;
        } catch (java.util.zip.ZipException e) {
            return false;
        }
    }

    @Override
    protected void readHeader(Material material, Found found) throws IOException {
        MaterialFile file = file(material).orElseThrow();
        RangeBuffer in = new RangeBuffer(material, file, 64 << 10);
        if (Unzipped.isZipped(in)) {
            found.type("application/vnd.ga4gh.bam");
            readBam(in, found);
            long tail = BGZF_END.length;
            if (in.size() < tail || !java.util.Arrays.equals(in.bytes(in.size() - tail, tail), BGZF_END)) {
                found.truncated(file.path() + " has no end-of-file block");
            }
        } else {
            found.type("text/x-sam");
            readSam(in, found);
        }
    }

    private static void readSam(RangeBuffer in, Found found) throws IOException {
        SamHeader header = new SamHeader(found);
        Lines lines = Lines.of(in, StandardCharsets.UTF_8, MOST_OF_FILE);
        long records = 0;
        for (String line = lines.next(); line != null; line = lines.next()) {
            if (records == 0 && line.startsWith("@")) {
                header.line(line);
            } else if (!line.isEmpty()) {
                records++;
            }
        }
        header.end(true);
        if (in.size() <= MOST_OF_FILE) {
            found.number("records", records, null, "lines");
        }
    }

    private static void readBam(RangeBuffer in, Found found) throws IOException {
        SamHeader header = new SamHeader(found);
        try (Unzipped stream = Unzipped.of(in, MOST_OF_FILE, MOST_UNFOLDED)) {
            stream.i32();
            int length = stream.i32();
            if (length < 0 || length > MOST_TEXT) {
                throw new IOException("a header text of " + length + " bytes is not read");
            }
            byte[] text = stream.readNBytes(length);
            try {
                lines(text, header);
                if (text.length < length) {
                    throw new EOFException("the file ends inside its header");
                }
                int references = stream.i32();
                found.number("references", references, null, "n_ref");
                boolean all = references >= 0;
                for (int i = 0; i < references && all; i++) {
                    int name = stream.i32();
                    all = name >= 0 && name < 4096 && stream.step(name + 4L);
                }
                if (all) {
                    countRecords(stream, found);
                }
            } finally {
                header.end(false);
            }
        } catch (java.util.zip.ZipException e) {
            found.truncated("a block of the file cannot be unfolded: " + e.getMessage());
        }
    }

    static void lines(byte[] text, SamHeader header) throws IOException {
        Lines lines = new Lines(new java.io.ByteArrayInputStream(text), StandardCharsets.UTF_8, text.length);
        for (String line = lines.next(); line != null; line = lines.next()) {
            header.line(line);
        }
    }

    private static void countRecords(Unzipped stream, Found found) throws IOException {
        long records = 0;
        while (true) {
            int first = stream.read();
            if (first < 0) {
                break;
            }
            int size = first;
            for (int shift = 8; shift < 32; shift += 8) {
                int b = stream.read();
                if (b < 0) {
                    found.truncated("the last record is not whole");
                    return;
                }
                size |= b << shift;
            }
            if (size < 32 || !stream.step(size)) {
                if (stream.sawAll()) {
                    found.truncated("the last record is not whole");
                }
                return;
            }
            records++;
        }
        if (stream.sawAll()) {
            found.number("records", records, null, "alignment records");
        }
    }
}
