package gedeon.cli.demo.samples;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Random;

/** A flow cytometer's list-mode file: FCS 3.1, four parameters as 32-bit floats. */
final class FcsSample {
    private static final int EVENTS = 6000;
    private static final String[] PARAMETERS = {"FSC-A", "SSC-A", "FITC-A", "PE-A"};
    private static final int TEXT_AT = 58;

    private FcsSample() {}

    static Sample events() {
        int dataBytes = EVENTS * PARAMETERS.length * 4;
        // The text names where the data begin, and its length depends on that number: eight digits keep it fixed.
        int textBytes = text(0, dataBytes - 1).getBytes(StandardCharsets.UTF_8).length;
        int dataAt = TEXT_AT + textBytes;
        String text = text(dataAt, dataAt + dataBytes - 1);
        String header = String.format(
                Locale.ROOT, "FCS3.1    %8d%8d%8d%8d%8d%8d", TEXT_AT, dataAt - 1, dataAt, dataAt + dataBytes - 1, 0, 0);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(header.getBytes(StandardCharsets.US_ASCII));
        out.writeBytes(text.getBytes(StandardCharsets.UTF_8));
        ByteBuffer data = ByteBuffer.allocate(dataBytes);
        Random random = new Random(31);
        for (int i = 0; i < EVENTS * PARAMETERS.length; i++) {
            data.putFloat((float) Math.abs(20_000 + random.nextGaussian() * 4_000));
        }
        out.writeBytes(data.array());
        return Sample.file("tcells-A01.fcs", out.toByteArray());
    }

    private static String text(int begin, int end) {
        Map<String, String> keys = new LinkedHashMap<>();
        keys.put("$BEGINANALYSIS", "0");
        keys.put("$ENDANALYSIS", "0");
        keys.put("$BEGINSTEXT", "0");
        keys.put("$ENDSTEXT", "0");
        keys.put("$BEGINDATA", String.format(Locale.ROOT, "%08d", begin));
        keys.put("$ENDDATA", String.format(Locale.ROOT, "%08d", end));
        keys.put("$BYTEORD", "4,3,2,1");
        keys.put("$DATATYPE", "F");
        keys.put("$MODE", "L");
        keys.put("$NEXTDATA", "0");
        keys.put("$PAR", String.valueOf(PARAMETERS.length));
        keys.put("$TOT", String.valueOf(EVENTS));
        keys.put("$CYT", "LSRFortessa");
        keys.put("$CYTSN", "H64717700067");
        keys.put("$DATE", "17-NOV-2026");
        keys.put("$BTIM", "10:12:40");
        keys.put("$ETIM", "10:13:25");
        keys.put("$OP", "Amel Rivière");
        keys.put("$SRC", "T cells, donor 3");
        keys.put("$FIL", "tcells-A01.fcs");
        keys.put("CREATOR", "BD FACSDiva Software Version 9.0.1");
        for (int i = 0; i < PARAMETERS.length; i++) {
            String p = "$P" + (i + 1);
            keys.put(p + "N", PARAMETERS[i]);
            keys.put(p + "B", "32");
            keys.put(p + "R", "262144");
            keys.put(p + "E", "0,0");
        }
        StringBuilder text = new StringBuilder("|");
        keys.forEach((key, value) -> text.append(key).append('|').append(value).append('|'));
        return text.toString();
    }
}
