package gedeon.metadata.extraction.nmr;

import static org.assertj.core.api.Assertions.assertThat;

import gedeon.metadata.extraction.FormatReader;
import gedeon.metadata.extraction.Found;
import gedeon.metadata.extraction.bytes.MemoryMaterial;
import gedeon.metadata.extraction.bytes.ReaderContract;
import org.junit.jupiter.api.Test;

class VarianReaderTests extends ReaderContract {
    @Override
    protected FormatReader reader() {
        return new VarianReader();
    }

    @Override
    protected MemoryMaterial sample() {
        return MemoryMaterial.folder("caffeine.fid")
                .with("fid", new byte[100])
                .with("procpar", procpar())
                .with("text", "caffeine in chloroform");
    }

    @Override
    protected String header() {
        return "procpar";
    }

    private static String procpar() {
        return number("sfrq", "399.75")
                + number("nt", "64")
                + number("np", "32768")
                + number("sw", "6410.3")
                + number("temp", "25")
                + text("tn", "H1")
                + text("seqfil", "s2pul")
                + text("solvent", "cdcl3")
                + text("operator_", "lise")
                + text("console", "inova")
                + text("time_run", "20261119T084130")
                + text("time_complete", "20261119T084530");
    }

    private static String number(String name, String value) {
        return name + " 1 1 1000000000 0 0 2 1 0 1 64\n1 " + value + "\n0\n";
    }

    private static String text(String name, String value) {
        return name + " 2 2 8 0 0 2 1 0 1 64\n1 \"" + value + "\"\n0\n";
    }

    @Test
    void parametersOfTheRun() throws Exception {
        assertThat(read(sample()).fields().stream()
                        .map(f -> f.field() + " = " + f.value() + (f.unit() == null ? "" : " " + f.unit())))
                .containsExactlyInAnyOrder(
                        "manufacturer = Varian",
                        "software = VNMR",
                        "instrument_model = inova",
                        "operator = lise",
                        "pulse_program = s2pul",
                        "nucleus = H1",
                        "frequency = 399.75 MHz",
                        "scans = 64",
                        "points = 32768",
                        "spectral_width = 6410.3 Hz",
                        "temperature = 25 Cel",
                        "solvent = cdcl3",
                        "acquisition_start = 2026-11-19T08:41:30",
                        "acquisition_end = 2026-11-19T08:45:30",
                        "title = caffeine in chloroform");
    }

    @Test
    void aTextOfSeveralLinesAndAnArrayDoNotShiftWhatFollows() throws Exception {
        String lines = "comment 2 2 8 0 0 2 1 0 1 64\n2 \"first\nsecond\"\n\"third\"\n0\n" + number("nt", "64");
        Found found = read(MemoryMaterial.folder("a.fid")
                .with("procpar", procpar() + lines)
                .with("fid", new byte[1]));
        assertThat(fields(found)).contains("scans = 64");
        assertThat(found.isTruncated()).isFalse();
    }

    @Test
    void countsThatLieEnd() throws Exception {
        String lie = "x 2 2 8 0 0 2 1 0 1 64\n2000000000 \"a\"\n" + "\"b\"\n".repeat(100_000);
        MemoryMaterial material = MemoryMaterial.folder("a.fid").with("procpar", procpar() + lie);
        assertThat(fields(read(material))).contains("pulse_program = s2pul");
    }
}
