package gedeon.metadata.extraction.vendorms;

import static org.assertj.core.api.Assertions.assertThat;

import gedeon.metadata.extraction.FormatReader;
import gedeon.metadata.extraction.Found;
import gedeon.metadata.extraction.bytes.Layout;
import gedeon.metadata.extraction.bytes.MemoryMaterial;
import gedeon.metadata.extraction.bytes.ReaderContract;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class VendorFoldersTests {
    private static List<String> lines(Found found) {
        return found.fields().stream()
                .map(f -> f.field() + " = " + f.value() + (f.unit() == null ? "" : " " + f.unit()))
                .toList();
    }

    @Nested
    class ChemStation extends ReaderContract {
        @Override
        protected FormatReader reader() {
            return new AgilentChemStationReader();
        }

        @Override
        protected MemoryMaterial sample() {
            return MemoryMaterial.folder("brown.D")
                    .with("dad1A.ch", channel("30", "TEST"))
                    .with("dad1.uv", channel("31", "MATT"));
        }

        private static byte[] channel(String version, String operator) {
            return Layout.of(0x400)
                    .bigEndian()
                    .pascal(0, version)
                    .pascal(4, "LC DATA FILE")
                    .pascal(0x18, "brew")
                    .pascal(0x94, operator)
                    .pascal(0xb2, "17-Jun-06, 15:40:38")
                    .pascal(0xd0, "G1315B")
                    .pascal(0xda, "LC")
                    .pascal(0xe4, "C:\\M\\DD.M")
                    .i16(0xfc, 56)
                    .i16(0xfe, 55)
                    .i16(0x100, 1)
                    .i32(0x116, 1344)
                    .pascal(0x142, version.equals("30") ? "ChemStation" : "")
                    .pascal(0x195, "Rev. A")
                    .pascal(0x244, "mAU")
                    .pascal(0x254, "DAD A, Sig=254,10")
                    .bytes();
        }

        @Test
        void theHeadOfTheFirstFileAndEverySignal() throws Exception {
            Found found = read(sample());
            assertThat(lines(found))
                    .containsExactlyInAnyOrder(
                            "manufacturer = Agilent",
                            "format_version = 30",
                            "sample = brew",
                            "acquisition_start = 2006-06-17T15:40:38",
                            "instrument_model = G1315B",
                            "technique = LC",
                            "method = DD.M",
                            "sequence_line = 56",
                            "vial = 55",
                            "replicate = 1",
                            "software = ChemStation",
                            "software_version = Rev. A",
                            "channel_name = DAD A, Sig=254,10",
                            "channel_unit = mAU",
                            "spectra = 1344",
                            "operator = TEST",
                            "operator = MATT",
                            "channels = 1");
            assertThat(found.notes()).containsExactly("The files name 2 different operators.");
        }

        @Test
        void aNewerVersionHasItsTextsElsewhere() throws Exception {
            Layout file = Layout.of(0x1200).pascal(0, "130");
            wide(file, 0x15b, "LC DATA FILE");
            wide(file, 0x35a, "brew");
            wide(file, 0x758, "SYSTEM");
            wide(file, 0x957, "17-Jun-26, 15:40:38");
            wide(file, 0x9e5, "G1315B");
            wide(file, 0xa0e, "DD.M");
            wide(file, 0x104c, "mAU");
            wide(file, 0x1075, "DAD1 A");
            Found found = read(MemoryMaterial.folder("new.D").with("DAD1A.ch", file.bytes()));
            assertThat(lines(found))
                    .contains(
                            "sample = brew",
                            "operator = SYSTEM",
                            "acquisition_start = 2026-06-17T15:40:38",
                            "channel_name = DAD1 A",
                            "channel_unit = mAU");
        }

        private static void wide(Layout file, int at, String text) {
            file.u8(at, text.length()).text(at + 1, text, StandardCharsets.UTF_16LE);
        }
    }

    @Nested
    class MassHunter extends ReaderContract {
        private static final String INFO = """
                <?xml version="1.0" encoding="utf-8"?>
                <Samples><Field><Name>Sample Name</Name><DisplayName>Sample Name</DisplayName><Value>plasma 7</Value></Field>
                <Field><Name>Method</Name><Value>D:\\M\\jane\\grad.m</Value></Field>
                <Field><Name>OperatorName</Name><Value>Hugo &amp; Amel</Value></Field>
                <Field><Name>AcqTime</Name><Value>2026-11-22T06:15:00Z</Value></Field></Samples>
                """;

        @Override
        protected FormatReader reader() {
            return new MassHunterReader();
        }

        @Override
        protected MemoryMaterial sample() {
            return MemoryMaterial.folder("plasma.d")
                    .with("AcqData/sample_info.xml", INFO)
                    .with(
                            "AcqData/Devices.xml",
                            "<Devices><Device><Name>QTOF</Name><Type>6</Type><ModelNumber>G6545A</ModelNumber><SerialNumber>SG1</SerialNumber></Device></Devices>")
                    .with(
                            "AcqData/Contents.xml",
                            "\u00ef\u00bb\u00bf<Contents><AcqSoftwareVersion>B.09</AcqSoftwareVersion></Contents>")
                    .with(
                            "AcqData/MSTS.xml",
                            "<T><TimeSegment><NumOfScans>4</NumOfScans><StartTime>0.03</StartTime><EndTime>5.7</EndTime></TimeSegment></T>")
                    .with("AcqData/MSScan.bin", new byte[10])
                    .with("AcqData/MSPeak.bin", new byte[10]);
        }

        @Override
        protected String header() {
            return "AcqData/sample_info.xml";
        }

        @Test
        void everyFileTellsItsPart() throws Exception {
            assertThat(lines(read(sample())))
                    .containsExactlyInAnyOrder(
                            "manufacturer = Agilent",
                            "sample = plasma 7",
                            "method = grad.m",
                            "operator = Hugo & Amel",
                            "acquisition_start = 2026-11-22T06:15:00Z",
                            "component = QTOF G6545A, SG1",
                            "instrument_model = G6545A",
                            "instrument_serial = SG1",
                            "software_version = B.09",
                            "scans = 4",
                            "retention_time_low = 0.03 min",
                            "retention_time_high = 5.7 min",
                            "data_type = peaks");
        }

        @Test
        void aFolderWithoutItsSampleIsPartialAndNothingIsInvented() throws Exception {
            Found found = read(MemoryMaterial.folder("c.D").with("AcqData/MSScan.bin", new byte[10]));
            assertThat(found.isTruncated()).isTrue();
            assertThat(found.notes())
                    .containsExactly("AcqData has no sample_info.xml, no Devices.xml, no Contents.xml.");
            assertThat(lines(found)).containsExactly("manufacturer = Agilent");
        }

        @Test
        void entitiesAreNotResolved() throws Exception {
            String attack = INFO.replace(
                            "<Samples>", "<!DOCTYPE s [<!ENTITY x SYSTEM \"file:///etc/passwd\">]><Samples>")
                    .replace("plasma 7", "&x;");
            Found found = read(sample().changed("AcqData/sample_info.xml", attack.getBytes(StandardCharsets.UTF_8)));
            assertThat(found.isTruncated()).isTrue();
            assertThat(found.fields())
                    .noneMatch(f -> f.field().equals("sample") || f.value().contains("root:"));
        }

        @Test
        void anEndlessFileIsReadForALittleOnly() throws Exception {
            String endless = INFO.replace(
                    "</Samples>", "<Field><Name>x</Name><Value>y</Value></Field>".repeat(200_000) + "</Samples>");
            MemoryMaterial material =
                    sample().changed("AcqData/sample_info.xml", endless.getBytes(StandardCharsets.UTF_8));
            assertThat(lines(read(material))).contains("sample = plasma 7", "scans = 4");
            assertThat(material.bytesRead()).isLessThan(3 << 20);
        }
    }

    @Nested
    class Waters extends ReaderContract {
        @Override
        protected FormatReader reader() {
            return new WatersReader();
        }

        @Override
        protected MemoryMaterial sample() {
            return MemoryMaterial.folder("indigo.raw")
                    .with(
                            "_HEADER.TXT",
                            "$$ Version: 01.00\r\n$$ Acquired Name: yl-1\r\n$$ Acquired Date: 03-Dec-2011\r\n$$ Acquired Time: 18:34:05\r\n"
                                    + "$$ Instrument: ZQ\r\n$$ User Name: \r\n$$ Bottle Number: f,3\r\n$$ MS Method: C:\\M\\SIR534.EXP\r\n")
                    .with(
                            "_extern.inf",
                            "Polarity\tES+\r\nCapillary (kV)\t3.50\t3.52\r\nCone (V)\t30.00\t31\r\nSource Temperature (\u00b0C)\t120\t119\r\n")
                    .with("_INLET.INF", "Run Time: 13.00 minutes\r\n- Column Oven Temperature: 35 C\r\nColumn: C18\r\n")
                    .with("_FUNC001.IDX", new byte[22 * 5])
                    .with("_FUNC001.DAT", new byte[10]);
        }

        @Override
        protected String header() {
            return "_HEADER.TXT";
        }

        @Test
        void setValuesAndScans() throws Exception {
            assertThat(lines(read(sample())))
                    .contains(
                            "manufacturer = Waters",
                            "software = MassLynx",
                            "run_name = yl-1",
                            "acquisition_start = 2011-12-03T18:34:05",
                            "instrument_model = ZQ",
                            "vial = f,3",
                            "method = SIR534.EXP",
                            "polarity = positive",
                            "ionization = ES+",
                            "capillary_voltage = 3.5 kV",
                            "cone_voltage = 30 V",
                            "source_temperature = 120 Cel",
                            "acquisition_duration = 13 min",
                            "column = C18",
                            "functions = 1",
                            "scans = 5")
                    .noneMatch(line -> line.startsWith("operator"));
        }

        @Test
        void anIndexWithoutItsDataIsPartial() throws Exception {
            Found found = read(MemoryMaterial.folder("i.raw")
                    .with("_HEADER.TXT", "$$ Version: 01.00\r\n")
                    .with("_FUNC001.IDX", new byte[22]));
            assertThat(found.isTruncated()).isTrue();
        }
    }
}
