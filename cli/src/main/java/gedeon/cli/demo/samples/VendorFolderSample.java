package gedeon.cli.demo.samples;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;

/** A folder as chromatography software leaves it: parameters, scans, and at the very end the file that says that the run is over. */
public final class VendorFolderSample {
    /** Written last; its presence means that nothing more comes. */
    public static final String MARKER = "acquisition.done";

    private VendorFolderSample() {}

    static Sample run() {
        Map<String, byte[]> files = new LinkedHashMap<>();
        files.put("AcqData/sample_info.xml", text("""
                        <?xml version="1.0" encoding="UTF-8"?>
                        <SampleInfo>
                          <Field><Name>Sample Name</Name><Value>extract-12</Value></Field>
                          <Field><Name>InstrumentName</Name><Value>LC-QTOF 2</Value></Field>
                          <Field><Name>OperatorName</Name><Value>Hugo Delmas</Value></Field>
                          <Field><Name>AcqTime</Name><Value>2026-11-22T06:15:00Z</Value></Field>
                        </SampleInfo>
                        """));
        files.put("AcqData/MSScan.bin", noise(120_000, 1));
        files.put("AcqData/MSProfile.bin", noise(480_000, 2));
        files.put("method.txt", text("Method=C18-grad-20min\nFlow=0.4 mL/min\nOven=40 C\n"));
        files.put(MARKER, text("ok\n"));
        return new Sample("extract-12.d", true, files);
    }

    private static byte[] text(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] noise(int bytes, long seed) {
        byte[] noise = new byte[bytes];
        new Random(seed).nextBytes(noise);
        return noise;
    }
}
