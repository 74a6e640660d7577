package gedeon.cli.demo.samples;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Random;

/** A mass spectrometer's run: mzML 1.1.0, three MS1 spectra with 64-bit m/z and 32-bit intensity arrays. */
final class MzmlSample {
    private static final int PEAKS = 4000;

    private MzmlSample() {}

    static Sample run() {
        StringBuilder xml = new StringBuilder();
        xml.append("""
                <?xml version="1.0" encoding="utf-8"?>
                <mzML xmlns="http://psi.hupo.org/ms/mzml" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:schemaLocation="http://psi.hupo.org/ms/mzml http://psidev.info/files/ms/mzML/xsd/mzML1.1.0.xsd" id="plasma-07" version="1.1.0">
                  <cvList count="2">
                    <cv id="MS" fullName="Proteomics Standards Initiative Mass Spectrometry Ontology" version="4.1.79" URI="https://raw.githubusercontent.com/HUPO-PSI/psi-ms-CV/master/psi-ms.obo"/>
                    <cv id="UO" fullName="Unit Ontology" version="09:04:2014" URI="https://raw.githubusercontent.com/bio-ontology-research-group/unit-ontology/master/unit.obo"/>
                  </cvList>
                  <fileDescription>
                    <fileContent><cvParam cvRef="MS" accession="MS:1000579" name="MS1 spectrum"/></fileContent>
                    <sourceFileList count="1">
                      <sourceFile id="RAW1" name="plasma-07.raw" location="file:///D:/Data">
                        <cvParam cvRef="MS" accession="MS:1000563" name="Thermo RAW format"/>
                      </sourceFile>
                    </sourceFileList>
                  </fileDescription>
                  <softwareList count="2">
                    <software id="Xcalibur" version="4.5.474"><cvParam cvRef="MS" accession="MS:1000532" name="Xcalibur"/></software>
                    <software id="pwiz" version="3.0.24031"><cvParam cvRef="MS" accession="MS:1000615" name="ProteoWizard software"/></software>
                  </softwareList>
                  <instrumentConfigurationList count="1">
                    <instrumentConfiguration id="IC1">
                      <cvParam cvRef="MS" accession="MS:1001911" name="Q Exactive"/>
                      <cvParam cvRef="MS" accession="MS:1000529" name="instrument serial number" value="QE-0244"/>
                      <componentList count="3">
                        <source order="1"><cvParam cvRef="MS" accession="MS:1000073" name="electrospray ionization"/></source>
                        <analyzer order="2"><cvParam cvRef="MS" accession="MS:1000484" name="orbitrap"/></analyzer>
                        <detector order="3"><cvParam cvRef="MS" accession="MS:1000624" name="inductive detector"/></detector>
                      </componentList>
                      <softwareRef ref="Xcalibur"/>
                    </instrumentConfiguration>
                  </instrumentConfigurationList>
                  <dataProcessingList count="1">
                    <dataProcessing id="DP1">
                      <processingMethod order="0" softwareRef="pwiz"><cvParam cvRef="MS" accession="MS:1000544" name="Conversion to mzML"/></processingMethod>
                    </dataProcessing>
                  </dataProcessingList>
                  <run id="plasma-07" defaultInstrumentConfigurationRef="IC1" startTimeStamp="2026-11-19T08:41:30Z" defaultSourceFileRef="RAW1">
                    <spectrumList count="3" defaultDataProcessingRef="DP1">
                """);
        for (int index = 0; index < 3; index++) {
            spectrum(xml, index);
        }
        xml.append("    </spectrumList>\n  </run>\n</mzML>\n");
        return Sample.file("plasma-07.mzML", xml.toString().getBytes(StandardCharsets.UTF_8));
    }

    private static void spectrum(StringBuilder xml, int index) {
        Random random = new Random(index);
        ByteBuffer masses = ByteBuffer.allocate(PEAKS * 8).order(ByteOrder.LITTLE_ENDIAN);
        ByteBuffer intensities = ByteBuffer.allocate(PEAKS * 4).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < PEAKS; i++) {
            masses.putDouble(200 + i * 0.45);
            intensities.putFloat((float) Math.abs(random.nextGaussian() * 1e5));
        }
        xml.append("      <spectrum index=\"" + index + "\" id=\"scan=" + (index + 1) + "\" defaultArrayLength=\""
                + PEAKS + "\">\n");
        xml.append("        <cvParam cvRef=\"MS\" accession=\"MS:1000511\" name=\"ms level\" value=\"1\"/>\n");
        xml.append("        <cvParam cvRef=\"MS\" accession=\"MS:1000130\" name=\"positive scan\"/>\n");
        xml.append(
                "        <scanList count=\"1\"><cvParam cvRef=\"MS\" accession=\"MS:1000795\" name=\"no combination\"/><scan>"
                        + "<cvParam cvRef=\"MS\" accession=\"MS:1000016\" name=\"scan start time\" value=\""
                        + index * 0.5
                        + "\" unitCvRef=\"UO\" unitAccession=\"UO:0000031\" unitName=\"minute\"/></scan></scanList>\n");
        xml.append("        <binaryDataArrayList count=\"2\">\n");
        array(xml, masses.array(), "MS:1000523", "64-bit float", "MS:1000514", "m/z array");
        array(xml, intensities.array(), "MS:1000521", "32-bit float", "MS:1000515", "intensity array");
        xml.append("        </binaryDataArrayList>\n      </spectrum>\n");
    }

    private static void array(
            StringBuilder xml, byte[] bytes, String type, String typeName, String kind, String kindName) {
        String text = Base64.getEncoder().encodeToString(bytes);
        xml.append("          <binaryDataArray encodedLength=\"" + text.length() + "\">"
                + "<cvParam cvRef=\"MS\" accession=\"" + type + "\" name=\"" + typeName + "\"/>"
                + "<cvParam cvRef=\"MS\" accession=\"MS:1000576\" name=\"no compression\"/>"
                + "<cvParam cvRef=\"MS\" accession=\"" + kind + "\" name=\"" + kindName + "\"/>"
                + "<binary>" + text + "</binary></binaryDataArray>\n");
    }
}
