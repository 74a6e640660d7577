package gedeon.metadata.extraction.folder;

import static org.assertj.core.api.Assertions.assertThat;

import gedeon.metadata.extraction.Extraction;
import gedeon.metadata.extraction.FormatReader;
import gedeon.metadata.extraction.Found;
import gedeon.metadata.extraction.Readings;
import gedeon.metadata.extraction.Vocabulary;
import gedeon.metadata.extraction.bytes.MemoryMaterial;
import gedeon.metadata.extraction.bytes.ReaderContract;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;

class FolderReaderTests extends ReaderContract {
    @Override
    protected FormatReader reader() {
        return new FolderReader();
    }

    @Override
    protected MemoryMaterial sample() {
        return MemoryMaterial.folder("extract-12.d")
                .with("method.txt", "Method=C18-grad-20min\nFlow=0.4 mL/min\nOven=40 C\n; " + "-".repeat(100) + "\n")
                .with("trace.bin", noise(2000));
    }

    private static byte[] noise(int bytes) {
        byte[] noise = new byte[bytes];
        new Random(12).nextBytes(noise);
        return noise;
    }

    /** Which program wrote the folder is not known, so no media type is named. */
    @Override
    @Test
    protected void itsOwnFormatIsRecognised() throws Exception {
        assertThat(reader().recognises(sample())).isTrue();
        Found found = read(sample());
        assertThat(found.isTruncated()).isFalse();
        assertThat(found.type()).isNull();
        assertThat(found.fields()).isNotEmpty();
    }

    @Test
    void numbersComeWithTheirUnitsAndInSi() {
        assertThat(Readings.lines(Readings.read(sample())))
                .containsExactly(
                        "method = C18-grad-20min",
                        "flow_rate = 0.4 mL/min (6.666666666666667E-9)",
                        "column_temperature = 40 Cel (313.15)",
                        "files = 2 (2.0)");
    }

    @Test
    void aVendorFolderTellsWhatItsOwnFilesSayAndWhatTheParameterFilesAdd() {
        Extraction.Extracted extracted = Readings.read(MemoryMaterial.folder("extract-12.d")
                .with("AcqData/sample_info.xml", """
                        <?xml version="1.0" encoding="UTF-8"?>
                        <SampleInfo>
                          <Field><Name>Sample Name</Name><Value>extract-12</Value></Field>
                          <Field><Name>InstrumentName</Name><Value>LC-QTOF 2</Value></Field>
                          <Field><Name>OperatorName</Name><Value>Hugo Delmas</Value></Field>
                          <Field><Name>AcqTime</Name><Value>2026-11-22T06:15:00Z</Value></Field>
                        </SampleInfo>
                        """)
                .with("AcqData/MSScan.bin", noise(1000))
                .with("AcqData/MSProfile.bin", noise(1000))
                .with("method.txt", "Method=C18-grad-20min\nFlow=0.4 mL/min\nOven=40 C\n")
                .with("acquisition.done", "ok\n"));
        assertThat(extracted.reader()).isEqualTo("agilent-masshunter");
        assertThat(extracted.state()).isEqualTo(Extraction.State.DONE);
        assertThat(Readings.lines(extracted))
                .containsExactlyInAnyOrder(
                        "manufacturer = Agilent",
                        "sample = extract-12",
                        "instrument_name = LC-QTOF 2",
                        "operator = Hugo Delmas",
                        "acquisition_start = 2026-11-22T06:15:00Z",
                        "data_type = profile",
                        "method = C18-grad-20min",
                        "flow_rate = 0.4 mL/min (6.666666666666667E-9)",
                        "column_temperature = 40 Cel (313.15)");
    }

    @Test
    void theSameValuesAsLinesXmlAndJson() throws Exception {
        for (String[] file : new String[][] {
            {"p.ini", "[pump]\r\nFlow Rate (mL/min) = 0,4\r\n; a remark = 3\r\n[oven]\r\nTempérature du four: 40 °C\r\n"
            },
            {"p.txt", "Flow rate\t0.4 ml/min\nOven temp\t40 degC\n"},
            {"p.xml", "<Run><Flow unit=\"mL/min\">0.4</Flow><P name=\"Oven\" value=\"40\" units=\"C\"/></Run>"},
            {"p.xml", "<R><F><Name>FlowRate</Name><Value>0.4</Value><Units>ml/min</Units></F><Oven>40 C</Oven></R>"},
            {"p.json", "{\"pump\":{\"flow\":{\"value\":0.4,\"unit\":\"mL/min\"}},\"oven\":\"40 °C\",\"n\":null}"},
            {"p.json", "[{\"name\":\"Flow rate\",\"value\":\"0.4\",\"unit\":\"mL/min\"},{\"oven\":\"40 C\"}]"},
        }) {
            MemoryMaterial folder =
                    MemoryMaterial.folder("run-7").with(file[0], file[1].getBytes(StandardCharsets.UTF_8));
            assertThat(reader().recognises(folder)).as(file[1]).isTrue();
            assertThat(Readings.lines(Readings.read(reader(), folder)))
                    .as(file[1])
                    .containsExactlyInAnyOrder(
                            "flow_rate = 0.4 mL/min (6.666666666666667E-9)",
                            "column_temperature = 40 Cel (313.15)",
                            "files = 1 (1.0)");
        }
    }

    @Test
    void windowsTextInTwoBytesOrInLatin1() throws Exception {
        for (var charset : new java.nio.charset.Charset[] {StandardCharsets.UTF_16, StandardCharsets.ISO_8859_1}) {
            MemoryMaterial folder = MemoryMaterial.folder("run-8")
                    .with("info.txt", "Opérateur=Zoé\nÉchantillon=thé vert\n".getBytes(charset));
            assertThat(fields(read(folder))).as(charset.name()).startsWith("operator = Zoé", "sample = thé vert");
        }
    }

    @Test
    void aDateAndATimeOfTheirOwnMakeTheStart() throws Exception {
        MemoryMaterial folder = MemoryMaterial.folder("run-9")
                .with("a.txt", "Sample: x\nDate: 17-Jun-2006\nTime: 15:40:38\n")
                .with("b.txt", "Sample: y\nAcquisition Date: 22.11.2026 06:15\n")
                .with("c.txt", "Sample: z\nDate: 06/07/2006\nTime: 15:40:38\n");
        assertThat(Readings.values(Readings.read(reader(), folder), "acquisition_start"))
                .containsExactlyInAnyOrder("2006-06-17T15:40:38", "2026-11-22T06:15:00");
    }

    @Test
    void aNumberWithoutItsUnitHasNoSiValueAndOneInAnUnknownUnitStaysText() {
        MemoryMaterial folder = MemoryMaterial.folder("run-10")
                .with("p.txt", "Oven=40\nFlow=3 furlongs\nScans=1,024\nConcentration=5 mM\n");
        assertThat(Readings.lines(Readings.read(reader(), folder)))
                .containsExactly(
                        "column_temperature = 40",
                        "flow_rate = 3 furlongs",
                        "scans = 1,024",
                        "concentration = 5 mmol/L (5.0)",
                        "files = 1 (1.0)");
    }

    @Test
    void aFolderOfOtherThingsIsNotRecognised() throws Exception {
        assertThat(reader().recognises(MemoryMaterial.folder("pictures").with("a.jpg", noise(100))))
                .isFalse();
        assertThat(reader().recognises(MemoryMaterial.folder("thesis")
                        .with("readme.txt", "Chapter 1: the beginning\nWidth: see there\n")))
                .isFalse();
        assertThat(reader().recognises(MemoryMaterial.file("p.txt", "Oven=40 C\nFlow=0.4 mL/min\n")))
                .isFalse();
    }

    @Test
    void entitiesAreNotResolvedAndDeepNestingEnds() throws Exception {
        String bomb = "<!DOCTYPE r [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;\">"
                + "<!ENTITY x SYSTEM \"file:///etc/passwd\">]><r><Sample>&b;&x;</Sample></r>";
        MemoryMaterial folder = MemoryMaterial.folder("run-11")
                .with("a.xml", bomb)
                .with("b.xml", "<a>".repeat(50_000))
                .with("c.json", "{\"a\":".repeat(50_000))
                .with("p.txt", "Sample=x\nOven=40 C\n");
        assertThat(reader().recognises(folder)).isTrue();
        assertThat(fields(read(folder))).containsExactly("sample = x", "column_temperature = 40 C [Cel]", "files = 4");
    }

    @Test
    void keysAndValuesThatAreMadeToBeSlowAreNot() {
        String blanks = " ".repeat(16_000);
        StringBuilder slow = new StringBuilder("Sample=x\nOven=40 C\n");
        for (int i = 0; i < 15; i++) {
            slow.append("Start Time=1").append(blanks).append("x\n");
        }
        MemoryMaterial folder = MemoryMaterial.folder("slow").with("p.txt", slow.toString());
        for (int i = 0; i < 20; i++) {
            folder.with(i + ".txt", slow.toString())
                    .with(i + ".json", "{\"k" + blanks.repeat(2) + "\":\"v\",\"oven\":\"40 C\"}");
        }
        org.junit.jupiter.api.Assertions.assertTimeoutPreemptively(java.time.Duration.ofSeconds(30), () -> {
            assertThat(reader().recognises(folder)).isTrue();
            assertThat(fields(read(folder))).contains("sample = x");
        });
    }

    @Test
    void everyAliasStandsForAFieldOfTheVocabulary() {
        assertThat(Aliases.all().values()).hasSizeGreaterThan(300).allMatch(Vocabulary::knows);
        assertThat(Aliases.field("Température du four")).contains("column_temperature");
        assertThat(Aliases.field("EXPOSURE_TIME")).contains("exposure_time");
        assertThat(Aliases.field("shoe size")).isEmpty();
    }
}
