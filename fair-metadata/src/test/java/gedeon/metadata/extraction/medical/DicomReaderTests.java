package gedeon.metadata.extraction.medical;

import static org.assertj.core.api.Assertions.assertThat;

import gedeon.metadata.extraction.FormatReader;
import gedeon.metadata.extraction.Found;
import gedeon.metadata.extraction.bytes.MemoryMaterial;
import gedeon.metadata.extraction.bytes.ReaderContract;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DicomReaderTests extends ReaderContract {
    @Override
    protected FormatReader reader() {
        return new DicomReader();
    }

    @Override
    protected MemoryMaterial sample() {
        return MemoryMaterial.file("scan.dcm", ct(DicomSample.EXPLICIT).pixels(8, 8));
    }

    private static DicomSample ct(String syntax) {
        return new DicomSample(syntax)
                .text(0x00080005, "CS", "ISO_IR 100")
                .text(0x00080008, "CS", "ORIGINAL\\PRIMARY")
                .text(0x00080020, "DA", "20040119")
                .text(0x00080022, "DA", "19970430")
                .text(0x00080030, "TM", "072730")
                .text(0x00080032, "TM", "112936.5")
                .text(0x00080060, "CS", "CT")
                .text(0x00080070, "LO", "GE MEDICAL SYSTEMS")
                .sequence(0x00081140)
                .text(0x00081070, "PN", "----")
                .text(0x00081090, "LO", "RHAPSODE")
                .text(0x00081010, "SH", "000000000")
                .text(0x00100010, "PN", "Doe^Jörg")
                .text(0x00100020, "LO", "1CT1")
                .text(0x00100030, "DA", "19400203")
                .text(0x00101010, "AS", "000Y")
                .text(0x00180060, "DS", "120")
                .number(0x00280010, 2)
                .number(0x00280011, 3)
                .text(0x00280030, "DS", "0.5\\0.25")
                .number(0x00280100, 16);
    }

    @ParameterizedTest
    @ValueSource(strings = {DicomSample.EXPLICIT, DicomSample.IMPLICIT, DicomSample.BIG})
    void theSameFieldsComeFromEveryTransferSyntax(String syntax) throws Exception {
        Found found = read(MemoryMaterial.file("scan", ct(syntax).pixels(12, 12)));
        assertThat(fields(found))
                .containsExactly(
                        "modality = CT",
                        "manufacturer = GE MEDICAL SYSTEMS",
                        "image_type = ORIGINAL\\PRIMARY",
                        "patient_name = Doe^Jörg",
                        "patient_id = 1CT1",
                        "instrument_model = RHAPSODE",
                        "width = 3",
                        "height = 2",
                        "bits_per_value = 16",
                        "voltage = 120 [kV]",
                        "pixel_size_x = 0.25 [mm]",
                        "pixel_size_y = 0.5 [mm]",
                        "acquisition_start = 1997-04-30T11:29:36.500",
                        "study_date = 2004-01-19T07:27:30",
                        "patient_birth_date = 1940-02-03");
        assertThat(found.isTruncated()).isFalse();
    }

    @Test
    void namesComeInTheCharacterSetThatTheFileNames() throws Exception {
        byte[] file = new DicomSample(DicomSample.EXPLICIT)
                .text(0x00080005, "CS", "ISO_IR 192")
                .text(0x00100010, "PN", "Müller^Žofie", StandardCharsets.UTF_8)
                .pixels(0, 0);
        assertThat(fields(read(MemoryMaterial.file("a", file)))).containsExactly("patient_name = Müller^Žofie");
    }

    @Test
    void aZoneIsToldWhereTheFileKnowsIt() throws Exception {
        byte[] known = new DicomSample(DicomSample.EXPLICIT)
                .text(0x00080022, "DA", "20200102")
                .text(0x00080032, "TM", "030405")
                .text(0x00080201, "SH", "+0200")
                .pixels(0, 0);
        byte[] inside = new DicomSample(DicomSample.EXPLICIT)
                .text(0x0008002a, "DT", "20200102030405.250000-0500")
                .pixels(0, 0);
        assertThat(fields(read(MemoryMaterial.file("a", known))))
                .containsExactly("acquisition_start = 2020-01-02T03:04:05+02:00");
        assertThat(fields(read(MemoryMaterial.file("b", inside))))
                .containsExactly("acquisition_start = 2020-01-02T03:04:05.250-05:00");
    }

    @Test
    void missingPixelsAreTold() throws Exception {
        Found found =
                read(MemoryMaterial.file("scan.dcm", ct(DicomSample.EXPLICIT).pixels(12, 5)));
        assertThat(found.isTruncated()).isTrue();
        assertThat(found.notes()).containsExactly("pixel data has 5 of 12 bytes");
        assertThat(fields(found)).contains("instrument_model = RHAPSODE");
    }

    @Test
    void aDateThatHidesTheTrueOneIsNoDate() throws Exception {
        byte[] file = new DicomSample(DicomSample.EXPLICIT)
                .text(0x00080020, "DA", "20010101")
                .text(0x00080022, "DA", "20010101")
                .text(0x00080030, "TM", "000000")
                .text(0x00080032, "TM", "001538")
                .pixels(0, 0);
        Found found = read(MemoryMaterial.file("a", file));
        assertThat(fields(found)).isEmpty();
        assertThat(found.notes()).hasSize(1);
    }

    @Test
    void aFolderIsAStudyOfSeries() throws Exception {
        MemoryMaterial study = MemoryMaterial.folder("study").with("DICOMDIR", "index");
        for (int i = 0; i < 5; i++) {
            byte[] image = new DicomSample(DicomSample.EXPLICIT)
                    .text(0x00080060, "CS", "CT")
                    .text(0x0008103e, "LO", i < 2 ? "Scout" : "Chest")
                    .text(0x0020000d, "UI", "1.2.3")
                    .text(0x0020000e, "UI", i < 2 ? "1.2.3.4" : "1.2.3.5")
                    .text(0x00200011, "IS", i < 2 ? "4" : "5")
                    .pixels(2, 2);
            study.with("S" + (i < 2 ? 1 : 2) + "/" + (1000 + i), image);
        }
        assertThat(reader().recognises(study)).isTrue();
        assertThat(fields(read(study)))
                .contains(
                        "images = 5",
                        "studies = 1",
                        "series = 2",
                        "series_summary = series 4 Scout, 2 images",
                        "series_summary = series 5 Chest, 3 images");
    }

    @Test
    void aFolderOfOtherThingsIsNoStudy() throws Exception {
        MemoryMaterial mixed = MemoryMaterial.folder("mixed")
                .with("1000", sample().content("scan.dcm"))
                .with("1001", "a letter")
                .with("1002", "another");
        assertThat(reader().recognises(mixed)).isFalse();
    }
}
