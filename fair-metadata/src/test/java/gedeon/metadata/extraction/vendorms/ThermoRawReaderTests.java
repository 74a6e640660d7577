package gedeon.metadata.extraction.vendorms;

import static org.assertj.core.api.Assertions.assertThat;

import gedeon.metadata.extraction.FormatReader;
import gedeon.metadata.extraction.Found;
import gedeon.metadata.extraction.bytes.Layout;
import gedeon.metadata.extraction.bytes.MemoryMaterial;
import gedeon.metadata.extraction.bytes.ReaderContract;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class ThermoRawReaderTests extends ReaderContract {
    private static final int RUN = 4000;
    private static final String[] ROW = {
        "",
        "S-12",
        "caffeine",
        "",
        "",
        "",
        "",
        "",
        "C:\\Xcalibur\\jane\\infusion.meth",
        "",
        "20050720data02.RAW",
        "",
        "1a1"
    };

    @Override
    protected FormatReader reader() {
        return new ThermoRawReader();
    }

    @Override
    protected MemoryMaterial sample() {
        return MemoryMaterial.file("small.RAW", raw(57));
    }

    private static byte[] raw(int version) {
        Layout file = Layout.of(RUN + 7408 + 400)
                .text(0, "\u0001\u00a1F\0i\0n\0n\0i\0g\0a\0n\0\0\0")
                .i32(36, version)
                .i64(40, 127_663_442_620_000_000L)
                .text(48, "LTQ", StandardCharsets.UTF_16LE)
                .f64(0x568, 5);
        int at = 0x590;
        for (String text : ROW) {
            file.i32(at, text.length()).text(at + 4, text, StandardCharsets.UTF_16LE);
            at += 4 + 2 * text.length();
        }
        int moment = at + 8;
        int[] time = {2005, 7, 3, 20, 14, 44, 22, 0};
        for (int i = 0; i < time.length; i++) {
            file.i16(moment + 2 * i, time[i]);
        }
        file.i32(moment + 40, RUN).i32(RUN + 8, 1).i32(RUN + 12, 48);
        texts(file, moment - 4 + 804, "", "", "", "", "", "LTQB4XD751");
        texts(file, RUN + 7408 + 12, "LTQ FT", "LTQ FT", "SN06061F", "1.1 Beta 7");
        return file.bytes();
    }

    private static void texts(Layout file, int from, String... texts) {
        int at = from;
        for (String text : texts) {
            file.i32(at, text.length()).text(at + 4, text, StandardCharsets.UTF_16LE);
            at += 4 + 2 * text.length();
        }
    }

    @Test
    void theSequenceRowAndTheInstrument() throws Exception {
        assertThat(read(sample()).fields().stream()
                        .map(f -> f.field() + " = " + f.value() + (f.unit() == null ? "" : " " + f.unit())))
                .containsExactly(
                        "manufacturer = Thermo",
                        "format_version = 57",
                        "acquisition_start = 2005-07-20T14:44:22",
                        "operator = LTQ",
                        "injection_volume = 5 uL",
                        "sample_id = S-12",
                        "description = caffeine",
                        "method = infusion.meth",
                        "source_file = 20050720data02.RAW",
                        "vial = 1a1",
                        "computer = LTQB4XD751",
                        "instrument_model = LTQ FT",
                        "instrument_serial = SN06061F",
                        "software = Xcalibur",
                        "software_version = 1.1 Beta 7",
                        "scans = 48");
    }

    @Test
    void anUnknownVersionTellsItsHeadOnly() throws Exception {
        Found found = read(MemoryMaterial.file("new.RAW", raw(99)));
        assertThat(fields(found)).contains("format_version = 99").noneMatch(f -> f.startsWith("instrument_model"));
        assertThat(found.notes()).anyMatch(note -> note.contains("99"));
    }
}
