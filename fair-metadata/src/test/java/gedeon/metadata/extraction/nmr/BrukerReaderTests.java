package gedeon.metadata.extraction.nmr;

import static org.assertj.core.api.Assertions.assertThat;

import gedeon.metadata.extraction.FormatReader;
import gedeon.metadata.extraction.Found;
import gedeon.metadata.extraction.bytes.MemoryMaterial;
import gedeon.metadata.extraction.bytes.ReaderContract;
import org.junit.jupiter.api.Test;

class BrukerReaderTests extends ReaderContract {
    private static final String ACQUS = """
            ##TITLE= Parameter file, TOPSPIN\t\tVersion 4.1
            ##JCAMPDX= 5.0
            ##DATATYPE= Parameter Values
            ##ORIGIN= Bruker BioSpin GmbH
            ##OWNER= nmrsu
            $$ 2026-06-02 05:48:12.125 -0500  nmr@av400
            ##$DATE= 1780397292
            ##$DS= 0
            ##$EXP= <PROTON>
            ##$INSTRUM= <spect>
            ##$MASR= 4200
            ##$NS= 8
            ##$NUC1= <1H>
            ##$PROBHD= <5 mm PABBO BB>
            ##$PULPROG= <zg30>
            ##$SFO1= 400.13188235
            ##$SOLVENT= <CDCl3>
            ##$SW= 20.5
            ##$TD= 16
            ##$TE= 300
            ##END=
            """;

    @Override
    protected FormatReader reader() {
        return new BrukerReader();
    }

    @Override
    protected MemoryMaterial sample() {
        return with(ACQUS);
    }

    private static MemoryMaterial with(String acqus) {
        return MemoryMaterial.folder("20")
                .with("acqus", acqus)
                .with(
                        "audita.txt",
                        "(   1,<2026-06-02 05:48:12.500 -0500>,<nmr>,\\n started at 2026-06-02 05:47:05.890 -0500,\\n"
                                        .replace("\\n", "\n")
                                + "ICON-NMR User ID: lise\n")
                .with("fid", new byte[64])
                .with("pdata/1/procs", "##TITLE= Parameter file\n##$SI= 32768\n##END=\n")
                .with("pdata/1/title", "caffeine");
    }

    @Override
    protected String header() {
        return "acqus";
    }

    @Test
    void whatWasSetForTheRun() throws Exception {
        Found found = read(sample());
        assertThat(found.notes()).isEmpty();
        assertThat(found.fields().stream()
                        .map(f -> f.field() + " = " + f.value() + (f.unit() == null ? "" : " " + f.unit())))
                .containsExactly(
                        "experiments = 1",
                        "manufacturer = Bruker BioSpin GmbH",
                        "software = TOPSPIN",
                        "software_version = 4.1",
                        "experiment_name = PROTON",
                        "nucleus = 1H",
                        "pulse_program = zg30",
                        "probe = 5 mm PABBO BB",
                        "frequency = 400.13188235 MHz",
                        "scans = 8",
                        "dummy_scans = 0",
                        "points = 16",
                        "spectral_width_ppm = 20.5 [ppm]",
                        "temperature = 300 K",
                        "solvent = CDCl3",
                        "acquisition_end = 2026-06-02T05:48:12-05:00",
                        "acquisition_start = 2026-06-02T05:47:05-05:00",
                        "operator = lise",
                        "processed_points = 32768",
                        "title = caffeine",
                        "dimensions = 1D");
    }

    @Test
    void aSolventThatIsNoneIsNotedAndAnOwnerThatIsNobodyIsNoOperator() throws Exception {
        Found found = read(MemoryMaterial.folder("20")
                .with("acqus", ACQUS.replace("<CDCl3>", "<COFFEE_calctemp>"))
                .with("fid", new byte[64]));
        assertThat(found.fields())
                .noneMatch(f -> f.field().equals("solvent") || f.field().equals("operator"));
        assertThat(found.notes()).anyMatch(note -> note.contains("COFFEE_calctemp"));
    }

    @Test
    void aSignalThatIsShortOrMissingIsTold() throws Exception {
        assertThat(read(sample().changed("fid", new byte[60])).isTruncated()).isTrue();
        assertThat(read(MemoryMaterial.folder("20").with("acqus", ACQUS)).notes())
                .anyMatch(note -> note.contains("neither fid nor ser"));
    }

    @Test
    void hundredsOfExperimentsAreReadInPart() throws Exception {
        MemoryMaterial many = MemoryMaterial.folder("run");
        for (int i = 0; i < 300; i++) {
            many.with(i + "/acqus", ACQUS).with(i + "/fid", new byte[64]);
        }
        Found found = read(many);
        assertThat(found.fields().getFirst().value()).isEqualTo("300");
        assertThat(found.notes()).anyMatch(note -> note.contains("the first 40"));
        assertThat(many.bytesRead()).isLessThan(1 << 20);
    }

    @Test
    void endlessParametersEnd() throws Exception {
        String endless = ACQUS.replace("##END=", "##$X= 1\n".repeat(600_000));
        MemoryMaterial material = with(endless);
        assertThat(read(material).isTruncated()).isTrue();
        assertThat(material.bytesRead()).isLessThan(1 << 20);
    }
}
