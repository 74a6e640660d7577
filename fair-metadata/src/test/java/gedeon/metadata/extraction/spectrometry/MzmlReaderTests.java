package gedeon.metadata.extraction.spectrometry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gedeon.metadata.extraction.FormatReader;
import gedeon.metadata.extraction.Found;
import gedeon.metadata.extraction.Readings;
import gedeon.metadata.extraction.bytes.MemoryMaterial;
import gedeon.metadata.extraction.bytes.ReaderContract;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class MzmlReaderTests extends ReaderContract {
    private static final String HEAD = """
            <?xml version="1.0" encoding="utf-8"?>
            <mzML xmlns="http://psi.hupo.org/ms/mzml" id="p7" version="1.1.0">
              <fileDescription>
                <fileContent><cvParam accession="MS:1000579" name="MS1 spectrum" value=""/></fileContent>
                <sourceFileList count="1"><sourceFile id="R" name="D:\\\\lab\\\\jane\\\\p7.raw" location="file:///D:/lab/jane"/></sourceFileList>
                <contact><cvParam accession="MS:1000586" name="contact name" value="Jane Doe"/>
                  <cvParam accession="MS:1000589" name="contact email" value="jane@example.org"/></contact>
              </fileDescription>
              <referenceableParamGroupList count="1"><referenceableParamGroup id="G">
                <cvParam accession="MS:1001911" name="Q Exactive" value=""/>
                <cvParam accession="MS:1000529" name="instrument serial number" value="QE-0244"/>
              </referenceableParamGroup></referenceableParamGroupList>
              <softwareList count="1"><software id="x" version="4.5"><cvParam accession="MS:1000532" name="Xcalibur" value=""/></software></softwareList>
              <instrumentConfigurationList count="1"><instrumentConfiguration id="IC1">
                <referenceableParamGroupRef ref="G"/>
                <componentList count="3">
                  <source order="1"><cvParam accession="MS:1000073" name="electrospray ionization" value=""/></source>
                  <analyzer order="2"><cvParam accession="MS:1000484" name="orbitrap" value=""/></analyzer>
                  <detector order="3"><cvParam accession="MS:1000624" name="inductive detector" value=""/></detector>
                </componentList></instrumentConfiguration></instrumentConfigurationList>
              <run id="p7" startTimeStamp="2026-11-19T08:41:30Z">
                <spectrumList count="COUNT">
            """;
    private static final String SPECTRUM = """
                  <spectrum index="INDEX" id="scan=1" defaultArrayLength="917">
                    <cvParam accession="MS:1000511" name="ms level" value="1"/>
                    <cvParam accession="MS:1000130" name="positive scan" value=""/>
                    <binaryDataArrayList count="1"><binaryDataArray encodedLength="8"><binary>AAAAAAAA</binary></binaryDataArray></binaryDataArrayList>
                  </spectrum>
            """;
    private static final String END = "</spectrumList></run></mzML>\n";

    @Override
    protected FormatReader reader() {
        return new MzmlReader();
    }

    @Override
    protected MemoryMaterial sample() {
        return MemoryMaterial.file("p7.mzML", run("1", 1));
    }

    private static String run(String announced, int spectra) {
        StringBuilder xml = new StringBuilder(HEAD.replace("COUNT", announced));
        for (int i = 0; i < spectra; i++) {
            xml.append(SPECTRUM.replace("INDEX", "" + i));
        }
        return xml + END;
    }

    @Test
    void theHeadOfARunAndItsFirstSpectrum() {
        assertThat(Readings.lines(Readings.read(sample())))
                .containsExactly(
                        "data_type = MS1 spectrum",
                        "source_file = p7.raw",
                        "contact = Jane Doe",
                        "email = jane@example.org",
                        "software = Xcalibur",
                        "software_version = 4.5",
                        "instrument_model = Q Exactive",
                        "instrument_serial = QE-0244",
                        "ionization = electrospray ionization",
                        "analyzer = orbitrap",
                        "detector = inductive detector",
                        "run_name = p7",
                        "acquisition_start = 2026-11-19T08:41:30Z",
                        "points = 917 (917.0)",
                        "ms_level = 1 (1.0)",
                        "polarity = positive",
                        "spectra = 1 (1.0)");
    }

    @Test
    void aRunThatWasCutTellsHowManySpectraAreThere() throws Exception {
        Found found = read(MemoryMaterial.file("p7.mzML", run("2918", 11)));
        assertThat(fields(found)).contains("spectra = 11");
        assertThat(found.notes()).containsExactly("The list announces 2918 spectra; 11 are there.");
    }

    @Test
    void onlyTheHeadAndTheTailOfALongRunAreRead() throws Exception {
        MemoryMaterial material = MemoryMaterial.file("p7.mzML", run("30000", 30_000));
        assertThat(fields(read(material))).contains("spectra = 30000");
        assertThat(material.content("p7.mzML").length).isGreaterThan(9 << 20);
        assertThat(material.bytesRead()).isLessThan(600 << 10);
    }

    @Test
    void theIdentifierTiesAnImageToItsData() throws Exception {
        String id = "554a27fa79d247669a2c862e6d78b1f3";
        String image = run("1", 1)
                .replace(
                        "<fileContent>",
                        "<fileContent><cvParam accession=\"IMS:1000080\" name=\"universally unique identifier\" value=\"{"
                                + id + "}\"/>");
        MemoryMaterial whole = MemoryMaterial.file("b.imzML", image)
                .with("b.ibd", HexFormat.of().parseHex(id));
        Found found = read(whole);
        assertThat(found.type()).isEqualTo("application/x-imzml+xml");
        assertThat(found.notes()).isEmpty();
        assertThat(read(whole.changed("b.ibd", new byte[16])).notes())
                .anyMatch(note -> note.contains("belongs to another imzML"));
        assertThat(read(MemoryMaterial.file("b.imzML", image)).notes())
                .anyMatch(note -> note.contains("b.ibd is not part"));
    }

    @Test
    void aStartThatIsNoDateIsNotedNotInvented() throws Exception {
        Found found =
                read(MemoryMaterial.file("p.mzML", run("1", 1).replace("2026-11-19T08:41:30Z", "2012-08-15+19:42")));
        assertThat(found.fields()).noneMatch(f -> f.field().equals("acquisition_start"));
        assertThat(found.notes()).anyMatch(note -> note.contains("2012-08-15+19:42"));
    }

    @Test
    void documentTypesAndEntitiesAreRefused() throws Exception {
        String attack = run("1", 1)
                .replace("<mzML ", "<!DOCTYPE mzML [<!ENTITY x SYSTEM \"file:///etc/passwd\">]>\n<mzML ")
                .replace("p7.raw", "&x;");
        MemoryMaterial material = MemoryMaterial.file("x.mzML", attack);
        assertThat(reader().recognises(material)).isTrue();
        Found found = new Found();
        assertThatThrownBy(() -> reader().read(material, found)).isInstanceOf(IOException.class);
        assertThat(found.fields()).noneMatch(f -> f.value().contains("root:"));
    }

    @Test
    void endlessParametersAndNestingEndWithinTheBudget() throws Exception {
        String parameter = "<cvParam accession=\"MS:1\" name=\"n\" value=\"v\"/>";
        MemoryMaterial wide = MemoryMaterial.file(
                "w.mzML", HEAD.replace("<fileContent>", "<fileContent>" + parameter.repeat(200_000)));
        assertThat(read(wide).notes()).anyMatch(note -> note.contains("10000 parameters"));
        assertThat(wide.bytesRead()).isLessThan(2 << 20);
        MemoryMaterial deep =
                MemoryMaterial.file("d.mzML", "<mzML xmlns=\"http://psi.hupo.org/ms/mzml\">" + "<a>".repeat(2_000_000));
        Found found = new Found();
        try {
            reader().read(deep, found);
        } catch (IOException e) {
            assertThat(e.getMessage()).isNotBlank();
        }
        assertThat(found.fields()).isEmpty();
    }

    @Test
    void imzmlInAnotherCharsetIsRead() throws Exception {
        String latin = run("1", 1).replace("utf-8", "ISO-8859-1").replace("Jane Doe", "Zoé Müller");
        Found found = read(MemoryMaterial.file("l.mzML", latin.getBytes(StandardCharsets.ISO_8859_1)));
        assertThat(fields(found)).contains("contact = Zoé Müller");
    }
}
