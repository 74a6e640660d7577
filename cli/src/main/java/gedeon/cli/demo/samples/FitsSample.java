package gedeon.cli.demo.samples;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/** A telescope's image: FITS 4.0, cards of 80 characters in blocks of 2,880 bytes, 16-bit big-endian pixels. */
final class FitsSample {
    private static final int BLOCK = 2880;
    private static final int SIDE = 384;

    private FitsSample() {}

    static Sample image() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        StringBuilder header = new StringBuilder();
        card(header, "SIMPLE", "T");
        card(header, "BITPIX", "16");
        card(header, "NAXIS", "2");
        card(header, "NAXIS1", String.valueOf(SIDE));
        card(header, "NAXIS2", String.valueOf(SIDE));
        card(header, "EXTEND", "T");
        for (List<String> text : List.of(
                List.of("TELESCOP", "T80"),
                List.of("INSTRUME", "CCD-4K"),
                List.of("DETECTOR", "E2V-231"),
                List.of("OBJECT", "M 13"),
                List.of("OBSERVER", "Claire Fontaine"),
                List.of("FILTER", "R"),
                List.of("DATE-OBS", "2026-11-20T21:04:11"),
                List.of("TIMESYS", "UTC"),
                List.of("SWCREATE", "SkyCap 4.2.1"))) {
            card(header, text.get(0), String.format(Locale.ROOT, "'%-8s'", text.get(1)));
        }
        card(header, "EXPTIME", "120.0");
        card(header, "CCD-TEMP", "-35.5");
        card(header, "AIRMASS", "1.172");
        header.append(String.format(Locale.ROOT, "%-80s", "END"));
        out.writeBytes(padded(header.toString().getBytes(StandardCharsets.US_ASCII), (byte) ' '));
        out.writeBytes(padded(pixels(), (byte) 0));
        return Sample.file("m13-r-0001.fits", out.toByteArray());
    }

    private static void card(StringBuilder header, String key, String value) {
        String shown = value.startsWith("'")
                ? String.format(Locale.ROOT, "%-20s", value)
                : String.format(Locale.ROOT, "%20s", value);
        header.append(String.format(Locale.ROOT, "%-80s", String.format(Locale.ROOT, "%-8s= %s", key, shown)));
    }

    private static byte[] pixels() {
        ByteBuffer pixels = ByteBuffer.allocate(SIDE * SIDE * 2);
        Random noise = new Random(13);
        for (int y = 0; y < SIDE; y++) {
            for (int x = 0; x < SIDE; x++) {
                double distance = Math.hypot(x - SIDE / 2.0, y - SIDE / 2.0);
                pixels.putShort((short) (300 + 20_000 * Math.exp(-distance / 25) + noise.nextInt(40)));
            }
        }
        return pixels.array();
    }

    private static byte[] padded(byte[] bytes, byte filler) {
        byte[] whole = new byte[(bytes.length + BLOCK - 1) / BLOCK * BLOCK];
        Arrays.fill(whole, filler);
        System.arraycopy(bytes, 0, whole, 0, bytes.length);
        return whole;
    }
}
