package gedeon.metadata.extraction.fits;

import static org.assertj.core.api.Assertions.assertThat;

import gedeon.metadata.extraction.FormatReader;
import gedeon.metadata.extraction.Found;
import gedeon.metadata.extraction.Readings;
import gedeon.metadata.extraction.bytes.MemoryMaterial;
import gedeon.metadata.extraction.bytes.ReaderContract;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;

class FitsReaderTests extends ReaderContract {
    @Override
    protected FormatReader reader() {
        return new FitsReader();
    }

    @Override
    protected MemoryMaterial sample() {
        return MemoryMaterial.file("m13.fits", image());
    }

    private static byte[] image() {
        return join(
                header(
                        "SIMPLE  =                    T",
                        "BITPIX  =                   16 / bits of a pixel",
                        "NAXIS   =                    2",
                        "NAXIS1  =                   30",
                        "NAXIS2  =                   40",
                        "TELESCOP= 'T80     '           / telescope",
                        "INSTRUME= 'CCD-4K  '",
                        "OBJECT  = 'Barnard''s star'",
                        "OBSERVER= 'Claire Fontaine'",
                        "DATE-OBS= '2026-11-20T21:04:11.500'",
                        "EXPTIME =                120.0 / [s] time",
                        "CCD-TEMP=                -35.5",
                        "RA      = '17:57:48.5'",
                        "DEC     = '+04 41 36'",
                        "DATE    = '2026-11-21'"),
                new byte[2880]);
    }

    static byte[] header(String... cards) {
        StringBuilder text = new StringBuilder();
        for (String card : cards) {
            text.append(String.format("%-80s", card));
        }
        text.append(String.format("%-80s", "END"));
        byte[] bytes = new byte[(text.length() + 2879) / 2880 * 2880];
        Arrays.fill(bytes, (byte) ' ');
        System.arraycopy(text.toString().getBytes(StandardCharsets.ISO_8859_1), 0, bytes, 0, text.length());
        return bytes;
    }

    private static byte[] join(byte[]... parts) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            out.writeBytes(part);
        }
        return out.toByteArray();
    }

    private static byte[] table(String... cards) {
        String[] all = new String[cards.length + 7];
        String[] fixed = {
            "XTENSION= 'BINTABLE'",
            "BITPIX  =                    8",
            "NAXIS   =                    2",
            "NAXIS1  =                   10",
            "NAXIS2  =                    2",
            "TFIELDS =                   19",
            "EXTNAME = 'EVENTS  '"
        };
        System.arraycopy(fixed, 0, all, 0, 7);
        System.arraycopy(cards, 0, all, 7, cards.length);
        return join(header(all), new byte[2880]);
    }

    private static byte[] empty() {
        return header(
                "SIMPLE  =                    T", "BITPIX  =                    8", "NAXIS   =                    0");
    }

    @Test
    void theCardsOfAnImage() {
        assertThat(Readings.lines(Readings.read(sample())))
                .containsExactly(
                        "hdus = 1 (1.0)",
                        "telescope = T80",
                        "instrument_model = CCD-4K",
                        "object = Barnard's star",
                        "operator = Claire Fontaine",
                        "acquisition_start = 2026-11-20T21:04:11.500Z",
                        "file_created = 2026-11-21",
                        "exposure_time = 120 s (120.0)",
                        "detector_temperature = -35.5 Cel (237.65)",
                        "right_ascension = 269.45208333333335 deg (4.702826030524804)",
                        "declination = 4.693333333333333 deg (0.08191411956026719)",
                        "width = 30 (30.0)",
                        "height = 40 (40.0)",
                        "bits_per_value = 16 (16.0)");
    }

    @Test
    void whatOnlyAnExtensionSaysIsFoundWithItsPlace() throws Exception {
        Found found = read(MemoryMaterial.file(
                "evt.fits",
                join(
                        empty(),
                        table(
                                "OBSERVER= 'Dr. R. Plotkin'    / Principal investigator",
                                "DATE-OBS= '2016-01-26T17:58:29'",
                                "TIMESYS = 'TT      '"))));
        assertThat(fields(found))
                .contains(
                        "principal_investigator = Dr. R. Plotkin",
                        "acquisition_start = 2016-01-26T17:58:29",
                        "rows = 2",
                        "columns = 19");
        assertThat(found.fields()).anyMatch(f -> f.source().equals("HDU 1 OBSERVER"));
        assertThat(Readings.values(
                        Readings.read(MemoryMaterial.file(
                                "evt.fits", join(empty(), table("DATE-OBS= '2016-01-26T17:58:29'", "TIMESYS = 'TT'")))),
                        "acquisition_start"))
                .as("terrestrial time is no UTC")
                .containsExactly("2016-01-26T17:58:29");
    }

    @Test
    void longStringsGoOnAndHierarchKeysDoNotDisturb() throws Exception {
        Found found = read(MemoryMaterial.file(
                "c.fits",
                join(header(
                        "SIMPLE  =                    T",
                        "BITPIX  =                    8",
                        "NAXIS   =                    0",
                        "HIERARCH ESO DET NAME = 'X'",
                        "TITLE   = 'Candidate black holes&'",
                        "CONTINUE  ' in dwarf galaxies'"))));
        assertThat(fields(found)).contains("title = Candidate black holes in dwarf galaxies");
    }

    @Test
    void aGzippedFileIsReadAndAGzipBombIsFollowedForALittleOnly() throws Exception {
        assertThat(fields(read(MemoryMaterial.file("m13.fits.gz", gzip(image())))))
                .contains("telescope = T80");
        ByteArrayOutputStream bomb = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(bomb)) {
            out.write(header(
                    "SIMPLE  =                    T",
                    "BITPIX  =                    8",
                    "NAXIS   =                    1",
                    "NAXIS1  =           1073741824"));
            byte[] zeros = new byte[1 << 20];
            for (int i = 0; i < 200; i++) {
                out.write(zeros);
            }
        }
        Found found = read(MemoryMaterial.file("bomb.fits.gz", bomb.toByteArray()));
        assertThat(found.notes()).anyMatch(note -> note.contains("64 MiB"));
    }

    private static byte[] gzip(byte[] bytes) throws Exception {
        ByteArrayOutputStream zipped = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(zipped)) {
            out.write(bytes);
        }
        return zipped.toByteArray();
    }

    @Test
    void aHeaderWithoutAnEndEnds() throws Exception {
        byte[] endless = new byte[4 << 20];
        Arrays.fill(endless, (byte) ' ');
        byte[] start = empty();
        System.arraycopy(start, 0, endless, 0, 240);
        byte[] card =
                String.format("%-80s", "CONTINUE  'and so on and on and on&'").getBytes(StandardCharsets.ISO_8859_1);
        System.arraycopy("TITLE   = 'x&'".getBytes(StandardCharsets.ISO_8859_1), 0, endless, 240, 14);
        for (int at = 320; at + 80 <= endless.length; at += 80) {
            System.arraycopy(card, 0, endless, at, 80);
        }
        MemoryMaterial material = MemoryMaterial.file("endless.fits", endless);
        Found found = read(material);
        assertThat(found.isTruncated()).isTrue();
        assertThat(material.bytesRead()).isLessThan(2 << 20);
    }

    @Test
    void impossibleLengthsAreNoted() throws Exception {
        Found found = read(MemoryMaterial.file(
                "huge.fits",
                header(
                        "SIMPLE  =                    T",
                        "BITPIX  =                   64",
                        "NAXIS   =                    3",
                        "NAXIS1  =  9000000000000000000",
                        "NAXIS2  =  9000000000000000000",
                        "NAXIS3  =                    2")));
        assertThat(found.notes()).anyMatch(note -> note.contains("impossible lengths"));
    }
}
