package gedeon.cli.demo.samples;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** An EEG: EDF+C, two signals at 256 Hz and the annotation signal that EDF+ asks for, 30 records of one second. */
final class EdfSample {
    private static final int RECORDS = 30;
    private static final int RATE = 256;
    private static final int ANNOTATION = 16;

    private EdfSample() {}

    static Sample recording() {
        StringBuilder header = new StringBuilder();
        field(header, 8, "0");
        field(header, 80, "X X X X");
        field(header, 80, "Startdate 16-NOV-2026 X T_Lenoir Nicolet_V32");
        field(header, 8, "16.11.26");
        field(header, 8, "09.30.00");
        field(header, 8, String.valueOf(256 * 4));
        field(header, 44, "EDF+C");
        field(header, 8, String.valueOf(RECORDS));
        field(header, 8, "1");
        field(header, 4, "3");
        each(header, 16, "EEG Fp1", "EEG Fp2", "EDF Annotations");
        each(header, 80, "AgAgCl electrode", "AgAgCl electrode", "");
        each(header, 8, "uV", "uV", "");
        each(header, 8, "-500", "-500", "-1");
        each(header, 8, "500", "500", "1");
        each(header, 8, "-32768", "-32768", "-32768");
        each(header, 8, "32767", "32767", "32767");
        each(header, 80, "HP:0.1Hz LP:70Hz", "HP:0.1Hz LP:70Hz", "");
        each(header, 8, String.valueOf(RATE), String.valueOf(RATE), String.valueOf(ANNOTATION));
        each(header, 32, "", "", "");
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(header.toString().getBytes(StandardCharsets.US_ASCII));
        for (int record = 0; record < RECORDS; record++) {
            out.writeBytes(record(record));
        }
        return Sample.file("rest-eyes-closed.edf", out.toByteArray());
    }

    private static byte[] record(int record) {
        ByteBuffer data = ByteBuffer.allocate((2 * RATE + ANNOTATION) * 2).order(ByteOrder.LITTLE_ENDIAN);
        for (int signal = 0; signal < 2; signal++) {
            for (int i = 0; i < RATE; i++) {
                double t = record + i / (double) RATE;
                data.putShort((short) (3000 * Math.sin(2 * Math.PI * (10 + signal) * t)));
            }
        }
        data.put(String.format(Locale.ROOT, "+%d\u0014\u0014\u0000", record).getBytes(StandardCharsets.US_ASCII));
        return data.array();
    }

    private static void field(StringBuilder header, int width, String value) {
        header.append(String.format(Locale.ROOT, "%-" + width + "s", value));
    }

    private static void each(StringBuilder header, int width, String... values) {
        for (String value : values) {
            field(header, width, value);
        }
    }
}
