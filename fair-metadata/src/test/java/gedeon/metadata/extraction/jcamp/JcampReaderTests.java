package gedeon.metadata.extraction.jcamp;

import static org.assertj.core.api.Assertions.assertThat;

import gedeon.metadata.extraction.FormatReader;
import gedeon.metadata.extraction.Found;
import gedeon.metadata.extraction.bytes.MemoryMaterial;
import gedeon.metadata.extraction.bytes.ReaderContract;
import org.junit.jupiter.api.Test;

class JcampReaderTests extends ReaderContract {
    private static final String SPECTRUM = """
            ##TITLE= caffeine 1H $$ a remark
            ##JCAMP-DX= 5.01
            ##DATA TYPE= NMR SPECTRUM
            ##ORIGIN=
            ##LONGDATE= 2006/01/31 10:24:52.000 +0100
            ##Spectrometer/Data System= Bruker AVANCE NEO 400
            ##.OBSERVE FREQUENCY= 400.13
            ##.OBSERVE NUCLEUS= ^1H
            ##.SOLVENT NAME= <CDCl3>
            ##TEMPERATURE= 298.0
            ##NPOINTS= 16385.000000000
            ##FIRSTX= 16.0895
            ##XUNITS= PPM
            ##XYDATA= (X++(Y..Y))
            16.0 1 2 3
            ##.AVERAGES= 99
            ##END=
            """;

    @Override
    protected FormatReader reader() {
        return new JcampReader();
    }

    @Override
    protected MemoryMaterial sample() {
        return MemoryMaterial.file("s.jdx", SPECTRUM);
    }

    @Test
    void recordsUpToTheData() throws Exception {
        assertThat(fields(read(sample())))
                .containsExactly(
                        "title = caffeine 1H",
                        "technique = NMR SPECTRUM",
                        "instrument_model = Bruker AVANCE NEO 400",
                        "solvent = CDCl3",
                        "x_unit = PPM",
                        "format_version = 5.01",
                        "nucleus = 1H",
                        "frequency = 400.13 [MHz]",
                        "points = 16385.000000000",
                        "temperature = 298.0 [K]",
                        "x_first = 16.0895 [[ppm]]",
                        "acquisition_start = 2006/01/31 10:24:52.000 +0100");
    }

    @Test
    void carriageReturnsAndTheOtherSpellingOfTheLabel() throws Exception {
        Found found = read(MemoryMaterial.file(
                "s.dx", SPECTRUM.replace("JCAMP-DX", "JCAMPDX").replace("\n", "\r\n")));
        assertThat(fields(found)).contains("format_version = 5.01", "frequency = 400.13 [MHz]");
    }

    @Test
    void aStampInACommentIsTheFilesOwn() throws Exception {
        Found found = read(
                MemoryMaterial.file(
                        "s.jdx",
                        "##TITLE=x\n##JCAMP-DX=4.24 $$ VNMR 6.1\n$$ 2004/01/13 15:28:35 WET DST\n##XYDATA=(X++(Y..Y))\n##END=\n"));
        assertThat(found.fields())
                .extracting(f -> f.field() + " " + f.raw())
                .contains("file_created 2004-01-13T15:28:35");
        assertThat(found.fields()).noneMatch(f -> f.field().equals("acquisition_start"));
    }

    @Test
    void commentsOfTheProgramThatWroteTheFileAreTakenWithLessConfidence() throws Exception {
        Found found = read(MemoryMaterial.file("s.jdx", """
                ##TITLE=x
                ##JCAMP-DX=4.24
                $$ Varian Associates, Inc., VNMR Software
                $$ VNMR Version 6.1 Revision B, December 4, 1998
                $$ Tue Jan 13 15:28:35 WET DST 2004
                $$solvent=CDCL3
                ##.FIELD= 7.04 $$ Tesla
                ##XYDATA=(X++(Y..Y))
                """));
        assertThat(found.fields().stream().filter(f -> f.confidence() < 1).map(f -> f.field() + " = " + f.value()))
                .containsExactly("software = VNMR", "software_version = 6.1 Revision B", "solvent = CDCL3");
        assertThat(fields(found)).contains("file_created = 2004-01-13T15:28:35", "magnetic_field = 7.04 [T]");
    }

    @Test
    void whatASourceNamesTwiceIsToldOnceAndFillersAreNot() throws Exception {
        Found found = read(MemoryMaterial.file("s.jdx", """
                ##TITLE=1H
                ##JCAMP-DX=6.0
                ##OWNER= root
                ##SPECTROMETER/DATA SYSTEM= spect
                ##.SOLVENT NAME= CDCl3
                ##$SOLVENT= <CDCl3>
                ##$MODE= positive
                ##$IONISATION=APPI
                ##PEAK TABLE=(XY..XY)
                """));
        assertThat(fields(found))
                .containsExactly(
                        "title = 1H",
                        "solvent = CDCl3",
                        "ionization = APPI",
                        "format_version = 6.0",
                        "polarity = positive");
    }

    @Test
    void aFileWithoutDataIsPartial() throws Exception {
        Found found = read(MemoryMaterial.file("s.jdx", SPECTRUM.substring(0, SPECTRUM.indexOf("##FIRSTX"))));
        assertThat(found.isTruncated()).isTrue();
    }
}
