package gedeon.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import gedeon.cli.demo.samples.Sample;
import java.io.ByteArrayInputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;

class SamplesTests {
    private static byte[] sample(String ending) {
        return Sample.all().stream()
                .filter(s -> s.name().endsWith(ending))
                .findFirst()
                .orElseThrow()
                .files()
                .values()
                .iterator()
                .next();
    }

    @Test
    void thereIsOneOfEachFormatAndTheyAreTheSameEveryTime() {
        List<Sample> first = Sample.all();
        List<Sample> second = Sample.all();
        assertThat(first).hasSize(8);
        for (int i = 0; i < first.size(); i++) {
            int at = i;
            assertThat(second.get(i).files().keySet())
                    .isEqualTo(first.get(i).files().keySet());
            first.get(i)
                    .files()
                    .forEach((path, bytes) ->
                            assertThat(second.get(at).files().get(path)).isEqualTo(bytes));
        }
    }

    @Test
    void fitsHasWholeBlocksAndAnEnd() {
        byte[] fits = sample(".fits");
        assertThat(fits.length % 2880).isZero();
        String header = new String(fits, 0, 2880, StandardCharsets.US_ASCII);
        assertThat(header).startsWith("SIMPLE  =                    T").contains("END     ");
        for (int card = 0; card < 36; card++) {
            assertThat(header.substring(card * 80, card * 80 + 80)).matches("[ -~]{80}");
        }
    }

    @Test
    void xmlFormatsAreWellFormed() throws Exception {
        for (String ending : List.of(".mzML", ".ome.xml")) {
            DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(new ByteArrayInputStream(sample(ending)));
        }
    }

    @Test
    void fcsSegmentsLieWhereItsHeaderSays() {
        byte[] fcs = sample(".fcs");
        String header = new String(fcs, 0, 58, StandardCharsets.US_ASCII);
        int textEnd = Integer.parseInt(header.substring(18, 26).strip());
        int dataBegin = Integer.parseInt(header.substring(26, 34).strip());
        int dataEnd = Integer.parseInt(header.substring(34, 42).strip());
        assertThat(dataBegin).isEqualTo(textEnd + 1);
        assertThat(dataEnd).isEqualTo(fcs.length - 1);
        String text = new String(fcs, 58, textEnd + 1 - 58, StandardCharsets.UTF_8);
        assertThat(text).startsWith("|").endsWith("|").contains("|$BEGINDATA|%08d|".formatted(dataBegin));
    }

    @Test
    void niftiHoldsAsManyVoxelsAsItSays() {
        byte[] nifti = sample(".nii");
        ByteBuffer header = ByteBuffer.wrap(nifti).order(ByteOrder.LITTLE_ENDIAN);
        assertThat(header.getInt(0)).isEqualTo(348);
        assertThat(nifti.length).isEqualTo(352 + 2 * header.getShort(42) * header.getShort(44) * header.getShort(46));
    }

    @Test
    void edfHoldsAsManyRecordsAsItSays() {
        byte[] edf = sample(".edf");
        String header = new String(edf, 0, 1024, StandardCharsets.US_ASCII);
        int headerBytes = Integer.parseInt(header.substring(184, 192).strip());
        int records = Integer.parseInt(header.substring(236, 244).strip());
        assertThat(headerBytes).isEqualTo(1024);
        assertThat(edf.length).isEqualTo(headerBytes + records * (2 * 256 + 16) * 2);
    }
}
