package gedeon.metadata.extraction.sequencing;

import static org.assertj.core.api.Assertions.assertThat;

import gedeon.metadata.extraction.FormatReader;
import gedeon.metadata.extraction.Found;
import gedeon.metadata.extraction.bytes.Layout;
import gedeon.metadata.extraction.bytes.MemoryMaterial;
import gedeon.metadata.extraction.bytes.ReaderContract;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class SequencingReadersTests {
    private static final String SAM = "@HD\tVN:1.6\tSO:coordinate\n@SQ\tSN:chr1\tLN:1000\n"
            + "@RG\tID:1\tPL:ILLUMINA\tPU:HS18_4\tLB:L7\tSM:S1\tCN:SC\tDT:2013-04-10T00:00:00+0100\n"
            + "@PG\tID:a\tPN:bwa\tVN:0.7\n@PG\tID:b\tPN:samtools\tVN:1.20\tPP:a\n";
    private static final String[] HEADER = {
        "format_version = 1.6",
        "sort_order = coordinate",
        "sequencing_center = SC",
        "library = L7",
        "platform = ILLUMINA",
        "platform_unit = HS18_4",
        "sample = S1",
        "acquisition_start = 2013-04-10T00:00:00+0100",
        "references = 1",
        "read_groups = 1",
        "software = samtools",
        "software_version = 1.20"
    };

    private static byte[] gzip(byte[]... parts) {
        try {
            ByteArrayOutputStream zipped = new ByteArrayOutputStream();
            try (GZIPOutputStream out = new GZIPOutputStream(zipped)) {
                for (byte[] part : parts) {
                    out.write(part);
                }
            }
            return zipped.toByteArray();
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static byte[] bomb(byte[] start) {
        byte[][] parts = new byte[301][];
        parts[0] = start;
        byte[] block = "ACGTACGT\n".repeat(120_000).getBytes(StandardCharsets.US_ASCII);
        for (int i = 1; i < parts.length; i++) {
            parts[i] = block;
        }
        return gzip(parts);
    }

    private static byte[] join(byte[]... parts) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            out.writeBytes(part);
        }
        return out.toByteArray();
    }

    @Nested
    class Sam extends ReaderContract {
        @Override
        protected FormatReader reader() {
            return new AlignmentReader();
        }

        @Override
        protected MemoryMaterial sample() {
            return MemoryMaterial.file("a.sam", SAM + "r1\t0\tchr1\t1\t60\t4M\t*\t0\t0\tACGT\tIIII\n");
        }

        @Test
        void theHeaderAndTheRecords() throws Exception {
            assertThat(fields(read(sample()))).contains(HEADER).contains("records = 1");
        }
    }

    @Nested
    class Bam extends ReaderContract {
        @Override
        protected FormatReader reader() {
            return new AlignmentReader();
        }

        @Override
        protected MemoryMaterial sample() {
            return MemoryMaterial.file("a.bam", bam(SAM.length()));
        }

        private byte[] bam(int textLength) {
            byte[] head = Layout.of(8).i32(0, 0x014d4142).i32(4, textLength).bytes();
            byte[] references = Layout.of(4 + 4 + 5 + 4)
                    .i32(0, 1)
                    .i32(4, 5)
                    .text(8, "chr1\0")
                    .i32(13, 1000)
                    .bytes();
            byte[] record = Layout.of(4 + 40).i32(0, 40).bytes();
            byte[] end = HexFormat.of().parseHex("1f8b08040000000000ff0600424302001b0003000000000000000000");
            return join(gzip(head, SAM.getBytes(StandardCharsets.UTF_8), references, record, record), end);
        }

        @Test
        void theHeaderAndTheRecords() throws Exception {
            Found found = read(sample());
            assertThat(fields(found)).contains(HEADER).contains("records = 2");
        }

        @Test
        void aMissingEndBlockAndLengthsThatLieAreTold() throws Exception {
            byte[] whole = sample().content("a.bam");
            Found cut = read(MemoryMaterial.file("a.bam", java.util.Arrays.copyOf(whole, whole.length - 28)));
            assertThat(cut.isTruncated()).isTrue();
            assertThat(fields(cut)).contains("sample = S1");
            Found found = new Found();
            try {
                reader().read(MemoryMaterial.file("a.bam", bam(Integer.MAX_VALUE)), found);
            } catch (java.io.IOException e) {
                assertThat(e.getMessage()).contains("is not read");
            }
        }
    }

    @Nested
    class Cram extends ReaderContract {
        private static final String END =
                "0f000000ffffffff0fe0454f4600000000010005bdd94f0001000606010001000100ee63014b";

        @Override
        protected FormatReader reader() {
            return new CramReader();
        }

        @Override
        protected MemoryMaterial sample() {
            byte[] text = SAM.getBytes(StandardCharsets.UTF_8);
            byte[] block = gzip(Layout.of(4).i32(0, text.length).bytes(), text);
            byte[] definition = Layout.of(26).text(0, "CRAM").u8(4, 3).bytes();
            // length, then: reference, start, span, records, counter, bases, blocks, landmarks; a CRC; the block's head
            byte[] container = new byte[4 + 8 + 4];
            byte[] blockHead = join(new byte[] {1, 0, 0}, itf8(block.length), itf8(text.length + 4));
            return MemoryMaterial.file(
                    "a.cram",
                    join(
                            definition,
                            container,
                            blockHead,
                            block,
                            new byte[4],
                            HexFormat.of().parseHex(END)));
        }

        private static byte[] itf8(int value) {
            return new byte[] {(byte) (0x80 | value >> 8), (byte) value};
        }

        @Test
        void theHeaderWithoutItsReference() throws Exception {
            assertThat(fields(read(sample()))).contains(HEADER).contains("format_version = CRAM 3.0");
        }
    }

    @Nested
    class Fastq extends ReaderContract {
        @Override
        protected FormatReader reader() {
            return new ReadsReader();
        }

        @Override
        protected MemoryMaterial sample() {
            return MemoryMaterial.file(
                    "a.fastq",
                    "@HWI:12:FC7:3:1:2:3 1:N\nACGT\n+\n@+II\n@r2\n" + "ACGTAC".repeat(10) + "\n+\n" + "I".repeat(60)
                            + "\n");
        }

        @Test
        void readsAreCountedThoughQualityLooksLikeANewOne() throws Exception {
            assertThat(fields(read(sample())))
                    .containsExactly(
                            "first_read = HWI:12:FC7:3:1:2:3",
                            "instrument_serial = HWI",
                            "run_id = 12",
                            "flow_cell_id = FC7",
                            "lane = 3",
                            "reads = 2",
                            "bases = 64",
                            "lines = 8",
                            "read_length_max = 60");
        }

        @Test
        void aGzipBombIsSampledAndNotCounted() throws Exception {
            MemoryMaterial bomb = MemoryMaterial.file(
                    "b.fastq.gz", bomb("@r1\nACGT\n+\nIIII\n@r2\n".getBytes(StandardCharsets.US_ASCII)));
            assertThat(reader().recognises(bomb)).isTrue();
            Found found = read(bomb);
            assertThat(found.fields()).noneMatch(f -> f.field().equals("reads"));
            assertThat(found.notes()).anyMatch(note -> note.contains("large"));
        }

        @Test
        void fastaIsNoAcquisitionButItsSequencesAreCounted() throws Exception {
            assertThat(fields(read(MemoryMaterial.file("a.fa", ">chr1 first\nACGT\nAC\n>chr2\nAC\n"))))
                    .containsExactly("sequence_name = chr1", "sequence_name = chr2", "sequences = 2", "bases = 8");
        }

        @Test
        void aNameAloneIsNotEnough() throws Exception {
            assertThat(reader().recognises(MemoryMaterial.file("a.fq", "Dear reader,\nhello\n")))
                    .isFalse();
            assertThat(reader().recognises(MemoryMaterial.file("a.txt", ">chr1\nACGT\n")))
                    .isFalse();
        }
    }

    @Nested
    class Vcf extends ReaderContract {
        private static final String CALLS = """
                ##fileformat=VCFv4.2
                ##fileDate=20261119
                ##reference=file:///srv/jane/refs/hs37d5.fa.gz
                ##contig=<ID=1,length=249250621>
                ##bcftoolsVersion=1.20+htslib-1.20
                #CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\tFORMAT\tS1\tS2
                1\t1\t.\tA\tC\t1\t.\t.\tGT\t0/1\t0/0
                """;

        @Override
        protected FormatReader reader() {
            return new VcfReader();
        }

        @Override
        protected MemoryMaterial sample() {
            return MemoryMaterial.file("a.vcf", CALLS);
        }

        @Test
        void theHeaderWithoutPaths() throws Exception {
            assertThat(fields(read(sample())))
                    .containsExactly(
                            "format_version = VCFv4.2",
                            "file_created = 20261119",
                            "reference_genome = hs37d5",
                            "software = bcftools",
                            "software_version = 1.20+htslib-1.20",
                            "samples = 2",
                            "sample = S1",
                            "sample = S2",
                            "references = 1",
                            "records = 1");
        }

        @Test
        void gzippedAndBombed() throws Exception {
            assertThat(fields(read(MemoryMaterial.file("a.vcf.gz", gzip(CALLS.getBytes(StandardCharsets.UTF_8))))))
                    .contains("sample = S2");
            Found found = read(MemoryMaterial.file("b.vcf.gz", bomb(CALLS.getBytes(StandardCharsets.UTF_8))));
            assertThat(found.fields()).noneMatch(f -> f.field().equals("records"));
        }
    }
}
