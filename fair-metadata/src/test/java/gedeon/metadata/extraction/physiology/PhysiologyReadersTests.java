package gedeon.metadata.extraction.physiology;

import static org.assertj.core.api.Assertions.assertThat;

import gedeon.metadata.extraction.FormatReader;
import gedeon.metadata.extraction.Found;
import gedeon.metadata.extraction.bytes.Layout;
import gedeon.metadata.extraction.bytes.MemoryMaterial;
import gedeon.metadata.extraction.bytes.ReaderContract;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class PhysiologyReadersTests {
    private static List<String> lines(Found found) {
        return found.fields().stream()
                .map(f -> f.field() + " = " + f.value() + (f.unit() == null ? "" : " " + f.unit()))
                .toList();
    }

    @Nested
    class Abf2 extends ReaderContract {
        @Override
        protected FormatReader reader() {
            return new Abf2Reader();
        }

        @Override
        protected MemoryMaterial sample() {
            return MemoryMaterial.file("a.abf", abf2().bytes());
        }

        private static Layout abf2() {
            String texts = "\0Clampex\0C:\\jane\\0204 ramp.pro\0IN 0\0pA\0";
            return Layout.of(5 * 512)
                    .text(0, "ABF2")
                    .i32(4, 0x02060000)
                    .i32(12, 50)
                    .i32(16, 20171116)
                    .i32(20, 50_767_741)
                    .i64(40, 0x4e5fd9b63529074bL)
                    .i64(48, 0x65)
                    .i32(56, 0x0a070003)
                    .i32(60, 1)
                    .i32(72, 2)
                    .i32(76, 1)
                    .i32(80, 512)
                    .i64(84, 1)
                    .i32(92, 2)
                    .i32(96, 128)
                    .i64(100, 1)
                    .i32(220, 3)
                    .i32(224, 44 + texts.length())
                    .i64(228, 4)
                    .i32(236, 4)
                    .i32(240, 2)
                    .i64(244, 200)
                    .i16(512, 5)
                    .f32(514, 50)
                    .i32(1024 + 74, 3)
                    .i32(1024 + 78, 4)
                    .text(1536 + 44, texts);
        }

        @Test
        void theSectionsOfTheHeader() throws Exception {
            assertThat(lines(read(sample())).stream().filter(l -> !l.startsWith("identifier")))
                    .containsExactly(
                            "format_version = 2.6.0.0",
                            "manufacturer = Axon Instruments",
                            "acquisition_start = 2017-11-16T14:06:07.741",
                            "sweeps = 50",
                            "software = Clampex",
                            "software_version = 10.7.0.3",
                            "protocol_name = 0204 ramp",
                            "points = 200",
                            "mode = episodic",
                            "sampling_rate = 20000 Hz",
                            "channels = 1",
                            "channel_name = IN 0",
                            "channel_unit = pA");
        }

        @Test
        void dataThatAreMissingAndCountsThatLieAreTold() throws Exception {
            Found huge = read(MemoryMaterial.file(
                    "a.abf",
                    abf2().i64(244, Long.MAX_VALUE / 4).i64(100, 1_000_000).bytes()));
            assertThat(huge.isTruncated()).isTrue();
            Found cut = read(MemoryMaterial.file("a.abf", Arrays.copyOf(abf2().bytes(), 4 * 512 + 10)));
            assertThat(cut.isTruncated()).isTrue();
            assertThat(lines(cut)).contains("protocol_name = 0204 ramp");
        }
    }

    @Nested
    class Abf1 extends ReaderContract {
        @Override
        protected FormatReader reader() {
            return new Abf1Reader();
        }

        @Override
        protected MemoryMaterial sample() {
            return MemoryMaterial.file(
                    "old.abf",
                    Layout.of(6144 + 400)
                            .text(0, "ABF ")
                            .f32(4, 1.83)
                            .i32(10, 200)
                            .i32(16, 3)
                            .i32(20, 20050720)
                            .i32(24, 3661)
                            .i16(366, 250)
                            .i32(40, 12)
                            .i16(120, 2)
                            .f32(122, 25)
                            .text(294, "Clampex 9")
                            .i16(410, 0)
                            .i16(412, 1)
                            .text(442, "IN 0")
                            .text(452, "IN 1")
                            .text(602, "pA")
                            .text(610, "mV")
                            .text(4898, "D:\\jane\\step.pro")
                            .bytes());
        }

        @Test
        void theFixedHeader() throws Exception {
            assertThat(lines(read(sample())))
                    .containsExactly(
                            "format_version = 1.83",
                            "manufacturer = Axon Instruments",
                            "acquisition_start = 2005-07-20T01:01:01.250",
                            "sweeps = 3",
                            "points = 200",
                            "channels = 2",
                            "sampling_rate = 20000 Hz",
                            "channel_name = IN 0",
                            "channel_unit = pA",
                            "channel_name = IN 1",
                            "channel_unit = mV",
                            "protocol_name = step",
                            "software = Clampex 9");
        }
    }

    @Nested
    class Wfdb extends ReaderContract {
        private static final String HEADER = """
                # a remark of the laboratory, long enough to be more than a hundred characters in all, as the budget's test asks for
                100 2 360 650000 10:30:00.500 25/12/2025
                100.dat 212 200(1024)/mV 11 1024 995 -22131 0 MLII
                100.dat 212 200/uV 11 1024 1011 20052 0 V5
                """;

        @Override
        protected FormatReader reader() {
            return new WfdbReader();
        }

        @Override
        protected MemoryMaterial sample() {
            return MemoryMaterial.folder("100").with("100.hea", HEADER).with("100.dat", new byte[10]);
        }

        @Test
        void theRecordAndItsSignals() throws Exception {
            assertThat(lines(read(sample())))
                    .contains(
                            "title = 100",
                            "channels = 2",
                            "sampling_rate = 360 Hz",
                            "points = 650000",
                            "acquisition_start = 2025-12-25T10:30:00.500",
                            "channel_name = MLII",
                            "channel_unit = mV",
                            "channel_name = V5",
                            "channel_unit = uV");
        }

        @Test
        void fewerSignalLinesThanSaidIsPartialAndOtherTextsAreNoHeaders() throws Exception {
            assertThat(read(MemoryMaterial.folder("1").with("1.hea", "1 3 360 10\n1.dat 16 200/mV 11 0 0 0 0 I\n"))
                            .isTruncated())
                    .isTrue();
            assertThat(reader().recognises(MemoryMaterial.file("a.hea", "Dear all,\nhello\n")))
                    .isFalse();
        }
    }
}
