package gedeon.metadata.extraction.hdf;

import static org.assertj.core.api.Assertions.assertThat;

import gedeon.metadata.extraction.FormatReader;
import gedeon.metadata.extraction.Found;
import gedeon.metadata.extraction.bytes.MemoryMaterial;
import gedeon.metadata.extraction.bytes.ReaderContract;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class Netcdf3ReaderTests extends ReaderContract {
    @Override
    protected FormatReader reader() {
        return new Netcdf3Reader();
    }

    @Override
    protected MemoryMaterial sample() throws IOException {
        return MemoryMaterial.file("w.nc", classic(2));
    }

    private static byte[] classic(int dimensions) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        out.writeBytes("CDF\u0001");
        out.writeInt(0);
        out.writeInt(10);
        out.writeInt(dimensions);
        for (String[] dimension : new String[][] {{"time", "3"}, {"lat", "4"}}) {
            name(out, dimension[0]);
            out.writeInt(Integer.parseInt(dimension[1]));
        }
        out.writeInt(12);
        out.writeInt(3);
        attribute(out, "title", "Weather of the roof");
        attribute(out, "institution", "Lab");
        attribute(out, "time_coverage_start", "2026-11-01T00:00:00Z");
        out.writeInt(11);
        out.writeInt(1);
        name(out, "temperature");
        out.writeInt(2);
        out.writeInt(0);
        out.writeInt(1);
        out.writeInt(12);
        out.writeInt(1);
        attribute(out, "units", "K");
        out.writeInt(5);
        out.writeInt(48);
        out.writeInt(bytes.size() + 4);
        out.write(new byte[48]);
        return bytes.toByteArray();
    }

    private static void name(DataOutputStream out, String name) throws IOException {
        out.writeInt(name.length());
        padded(out, name);
    }

    private static void attribute(DataOutputStream out, String name, String text) throws IOException {
        name(out, name);
        out.writeInt(2);
        out.writeInt(text.length());
        padded(out, text);
    }

    private static void padded(DataOutputStream out, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        out.write(Arrays.copyOf(bytes, (bytes.length + 3) / 4 * 4));
    }

    @Test
    void dimensionsAttributesAndVariables() throws Exception {
        assertThat(fields(read(sample())))
                .containsExactly(
                        "dimensions = time (3)",
                        "dimensions = lat (4)",
                        "title = Weather of the roof",
                        "institution = Lab",
                        "acquisition_start = 2026-11-01T00:00:00Z",
                        "datasets = 1",
                        "variable = temperature, 3 × 4, K");
    }

    @Test
    void valuesThatAreCutOffAreTold() throws Exception {
        byte[] whole = classic(2);
        Found found = read(MemoryMaterial.file("w.nc", Arrays.copyOf(whole, whole.length - 20)));
        assertThat(found.isTruncated()).isTrue();
        assertThat(fields(found)).contains("institution = Lab");
    }

    @Test
    void aCountThatLiesIsRefused() throws Exception {
        Found found = new Found();
        try {
            reader().read(MemoryMaterial.file("w.nc", classic(Integer.MAX_VALUE)), found);
        } catch (IOException e) {
            assertThat(e.getMessage()).contains("entries");
        }
        assertThat(found.fields()).isEmpty();
    }
}
