package gedeon.metadata.extraction.cytometry;

import static org.assertj.core.api.Assertions.assertThat;

import gedeon.metadata.extraction.FormatReader;
import gedeon.metadata.extraction.Found;
import gedeon.metadata.extraction.Readings;
import gedeon.metadata.extraction.bytes.MemoryMaterial;
import gedeon.metadata.extraction.bytes.ReaderContract;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class FcsReaderTests extends ReaderContract {
    private static final String KEYS = "|$CYT|LSRFortessa|$CYTSN|H647|$DATE|17-NOV-2026|$BTIM|10:12:40|$ETIM|10:13:25|"
            + "$OP|Amel Rivière|$SRC|T cells|$TOT|  6000|$PAR|2|$P1N|FSC-A|$P1V|538|$P2N|FL7-A|$P2S|GFP|$P2L|488nm|"
            + "$P2O|30mW|$TIMESTEP|0.01|$VOL|99000|CREATOR|BD FACSDiva Software Version 9.0.1|$COM|a||b|";

    @Override
    protected FormatReader reader() {
        return new FcsReader();
    }

    @Override
    protected MemoryMaterial sample() {
        return MemoryMaterial.file("a.fcs", fcs(KEYS, 400));
    }

    private static byte[] fcs(String keys, int data) {
        byte[] text = keys.getBytes(StandardCharsets.UTF_8);
        int end = 58 + text.length;
        String header = String.format("FCS3.1    %8d%8d%8d%8d%8d%8d", 58, end - 1, end, end + data - 1, 0, 0);
        byte[] file = Arrays.copyOf(header.getBytes(StandardCharsets.US_ASCII), end + data);
        System.arraycopy(text, 0, file, 58, text.length);
        return file;
    }

    private static Found keys(String keys) throws Exception {
        return new FcsReaderTests().read(MemoryMaterial.file("k.fcs", fcs(keys, 10)));
    }

    @Test
    void keywordsOfTheTextSegment() {
        assertThat(Readings.lines(Readings.read(sample())))
                .containsExactly(
                        "format_version = FCS3.1",
                        "instrument_model = LSRFortessa",
                        "software = BD FACSDiva",
                        "software_version = 9.0.1",
                        "instrument_serial = H647",
                        "operator = Amel Rivière",
                        "sample = T cells",
                        "comment = a|b",
                        "acquisition_start = 2026-11-17T10:12:40",
                        "acquisition_end = 2026-11-17T10:13:25",
                        "events = 6000 (6000.0)",
                        "channels = 2 (2.0)",
                        "time_increment = 0.01 s (0.01)",
                        "sample_volume = 99000 nL (9.9E-8)",
                        "channel_name = FSC-A",
                        "detector_voltage = 538 V (538.0)",
                        "channel_name = FL7-A (GFP)",
                        "excitation_wavelength = 488 nm (4.88E-7)",
                        "laser_power = 30 mW (0.03)");
    }

    @Test
    void theOtherDelimitersAndFormsOfADate() throws Exception {
        assertThat(fields(keys(
                        "\f$CYT\fMACSQuant VYB,2.5.1345.9863\f$DATE\f2014-Sep-26\f$BTIM\f23:59:50\f$ETIM\f00:00:10\f")))
                .contains("instrument_model = MACSQuant VYB", "software_version = 2.5.1345.9863");
        Found night = keys("/$DATE/2014-Sep-26/$BTIM/23:59:50/$ETIM/00:00:10:500/");
        assertThat(night.fields().stream().map(f -> f.field() + " = " + f.value()))
                .contains("acquisition_start = 2014-09-26T23:59:50", "acquisition_end = 2014-09-27T00:00:10.500");
    }

    @Test
    void aDateThatIsNotSureIsNotedAndLeftOut() throws Exception {
        Found found = keys("/$CYT/X/$DATE/06/");
        Found unsure = keys("|$CYT|X|$DATE|06/07/2014|$BTIM|10:00:00|");
        assertThat(found.fields()).noneMatch(f -> f.field().equals("acquisition_start"));
        assertThat(unsure.fields()).noneMatch(f -> f.field().equals("acquisition_start"));
        assertThat(unsure.notes()).anyMatch(note -> note.contains("06/07/2014"));
    }

    @Test
    void missingEventsMakeItPartial() throws Exception {
        byte[] whole = fcs(KEYS, 400);
        Found found = read(MemoryMaterial.file("a.fcs", Arrays.copyOf(whole, whole.length - 200)));
        assertThat(found.isTruncated()).isTrue();
        assertThat(fields(found)).contains("operator = Amel Rivière");
    }

    @Test
    void thousandsOfParametersAndEndlessTextAreBounded() throws Exception {
        StringBuilder many = new StringBuilder("|$PAR|100000");
        for (int i = 1; i <= 30_000; i++) {
            many.append("|$P").append(i).append("N|c").append(i);
        }
        Found found = keys(many + "|");
        assertThat(found.fields().stream().filter(f -> f.field().equals("channel_name")))
                .hasSize(100);
        MemoryMaterial endless = MemoryMaterial.file("e.fcs", fcs("|$CYT|" + "x".repeat(12 << 20) + "|", 10));
        assertThat(read(endless).fields()).isNotEmpty();
        assertThat(endless.bytesRead()).isLessThan(5 << 20);
    }

    @Test
    void anotherFormatThatStartsWithTheSameLettersIsNotRecognised() throws Exception {
        byte[] other = new byte[100];
        System.arraycopy("FCSXYZ".getBytes(StandardCharsets.US_ASCII), 0, other, 0, 6);
        assertThat(reader().recognises(MemoryMaterial.file("o.fcs", other))).isFalse();
    }
}
