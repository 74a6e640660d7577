package gedeon.metadata.extraction.medical;

import static org.assertj.core.api.Assertions.assertThat;

import gedeon.metadata.extraction.FormatReader;
import gedeon.metadata.extraction.Found;
import gedeon.metadata.extraction.bytes.MemoryMaterial;
import gedeon.metadata.extraction.bytes.ReaderContract;
import org.junit.jupiter.api.Test;

class ParRecReaderTests extends ReaderContract {
    private static final String PAR = """
            # === DATA DESCRIPTION FILE ======================================================
            #
            # CLINICAL TRYOUT             Research image export tool     V4.2
            .    Patient name                       :   phantom
            .    Examination name                   :   Test
            .    Protocol name                      :   EPI_asc CLEAR
            .    Examination date/time              :   2014.02.14 / 09:00:57
            .    Max. number of slices/locations    :   9
            .    Technique                          :   FEEPI
            .    Repetition time [ms]               :   2000.000
            # === IMAGE INFORMATION ==========================================================
             1   1    1  1 0 2     0  16    62   4    4     0.00000   1.29035 4.28404e-003 1070 1860
             2   1    1  1 0 2     1  16    62   4    4     0.00000   1.29035 4.28404e-003 1070 1860
            # === END OF DATA DESCRIPTION FILE ===============================================
            """;

    @Override
    protected FormatReader reader() {
        return new ParRecReader();
    }

    @Override
    protected MemoryMaterial sample() {
        return MemoryMaterial.file("a.PAR", PAR).with("a.REC", new byte[64]);
    }

    @Test
    void theDescriptionIsRead() throws Exception {
        assertThat(fields(read(sample())))
                .containsExactly(
                        "manufacturer = Philips",
                        "software = Research image export tool",
                        "software_version = V4.2",
                        "patient_name = phantom",
                        "study_name = Test",
                        "protocol_name = EPI_asc CLEAR",
                        "acquisition_start = 2014.02.14 / 09:00:57",
                        "depth = 9",
                        "technique = FEEPI",
                        "repetition_time = 2000.000 [ms]",
                        "width = 4",
                        "height = 4",
                        "bits_per_value = 16",
                        "images = 2");
    }

    @Test
    void pixelsThatAreMissingAreTold() throws Exception {
        Found found = read(sample().changed("a.REC", new byte[63]));
        assertThat(found.isTruncated()).isTrue();
        assertThat(found.notes()).containsExactly("a.REC has 63 of 64 bytes");
    }
}
