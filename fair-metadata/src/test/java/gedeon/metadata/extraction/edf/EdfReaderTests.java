package gedeon.metadata.extraction.edf;

import static org.assertj.core.api.Assertions.assertThat;

import gedeon.metadata.extraction.FormatReader;
import gedeon.metadata.extraction.bytes.MemoryMaterial;
import gedeon.metadata.extraction.bytes.ReaderContract;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class EdfReaderTests extends ReaderContract {
    @Override
    protected FormatReader reader() {
        return new EdfReader();
    }

    @Override
    protected MemoryMaterial sample() {
        return MemoryMaterial.file("e.edf", recording("Startdate 24-JAN-2020 X T_Lenoir Nicolet_V32"));
    }

    private static byte[] recording(String recording) {
        String header = pad("0", 8) + pad("X F 20-JAN-1998 Marie_Martin", 80) + pad(recording, 80) + "24.01.20"
                + "04.05.56" + pad("768", 8) + pad("EDF+C", 44) + pad("2", 8) + pad("1", 8) + pad("2", 4)
                + pad("Fp1", 16) + pad("EDF Annotations", 16) + pad("AgAgCl", 80) + pad("", 80) + pad("uV", 8)
                + pad("", 8) + pad("-500", 8) + pad("-1", 8) + pad("500", 8) + pad("1", 8) + pad("-32768", 8)
                + pad("-32768", 8) + pad("32767", 8) + pad("32767", 8) + pad("HP:0.1Hz", 80) + pad("", 80)
                + pad("128", 8) + pad("32", 8) + pad("", 32) + pad("", 32);
        byte[] bytes = new byte[768 + 2 * (256 + 64)];
        System.arraycopy(header.getBytes(StandardCharsets.ISO_8859_1), 0, bytes, 0, 768);
        byte[] onset = "+0.3945312\u0014\u0014\u0000".getBytes(StandardCharsets.ISO_8859_1);
        System.arraycopy(onset, 0, bytes, 768 + 256, onset.length);
        return bytes;
    }

    private static String pad(String text, int width) {
        return String.format("%-" + width + "s", text);
    }

    @Test
    void theHeaderAndTheFractionOfTheFirstSecond() throws Exception {
        assertThat(fields(read(sample())))
                .containsExactly(
                        "format_version = EDF+C",
                        "patient_sex = F",
                        "patient_birth_date = 20-JAN-1998",
                        "patient_name = Marie Martin",
                        "operator = T Lenoir",
                        "instrument_model = Nicolet V32",
                        "acquisition_start = 24.01.20 04.05.56",
                        "records = 2",
                        "acquisition_duration = 2 [s]",
                        "channel_name = Fp1",
                        "channel_unit = uV",
                        "sampling_rate = 128 [Hz]",
                        "transducer = AgAgCl",
                        "prefilter = HP:0.1Hz",
                        "channels = 1");
    }

    @Test
    void whatIsOfAPatientIsMarkedAsPersonal() throws Exception {
        assertThat(read(sample()).fields().stream()
                        .map(f -> f.field())
                        .filter(gedeon.metadata.extraction.Vocabulary::personal))
                .contains("patient_sex", "patient_birth_date", "patient_name");
    }

    @Test
    void aStartThatHidesTheTrueOneIsLeftOut() throws Exception {
        byte[] hidden = recording("Startdate X X X X");
        System.arraycopy("01.01.8500.00.00".getBytes(StandardCharsets.ISO_8859_1), 0, hidden, 168, 16);
        var found = read(MemoryMaterial.file("e.edf", hidden));
        assertThat(found.fields()).noneMatch(f -> f.field().equals("acquisition_start"));
        assertThat(found.notes()).anyMatch(note -> note.contains("instead of the true one"));
    }

    @Test
    void theStartIsExactAndHasNoZone() throws Exception {
        var extracted = gedeon.metadata.extraction.Readings.read(reader(), sample());
        assertThat(gedeon.metadata.extraction.Readings.values(extracted, "acquisition_start"))
                .containsExactly("2020-01-24T04:05:56.394531200");
        assertThat(gedeon.metadata.extraction.Readings.values(extracted, "patient_birth_date"))
                .containsExactly("1998-01-20");
    }
}
