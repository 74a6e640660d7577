package gedeon.metadata.extraction.nifti;

import static org.assertj.core.api.Assertions.assertThat;

import gedeon.metadata.extraction.FormatReader;
import gedeon.metadata.extraction.Found;
import gedeon.metadata.extraction.bytes.Layout;
import gedeon.metadata.extraction.bytes.MemoryMaterial;
import gedeon.metadata.extraction.bytes.ReaderContract;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class NiftiReaderTests extends ReaderContract {
    @Override
    protected FormatReader reader() {
        return new NiftiReader();
    }

    @Override
    protected MemoryMaterial sample() {
        return MemoryMaterial.file("t.nii", header(Layout.of(352 + 4 * 3 * 2 * 2 * 2), 2000));
    }

    private static byte[] header(Layout layout, double step) {
        return layout.i32(0, 348)
                .i16(40, 4)
                .i16(42, 4)
                .i16(44, 3)
                .i16(46, 2)
                .i16(48, 2)
                .i16(70, 4)
                .i16(72, 16)
                .f32(80, 2)
                .f32(84, 2)
                .f32(88, 2.2)
                .f32(92, step)
                .f32(108, 352)
                .u8(123, 10)
                .text(148, "FSL3.3")
                .text(344, "n+1")
                .bytes();
    }

    @Test
    void sizesAndTheMislabelledRepetitionTime() throws Exception {
        assertThat(fields(read(sample())))
                .containsExactly(
                        "format_version = NIfTI-1",
                        "width = 4",
                        "height = 3",
                        "depth = 2",
                        "frames = 2",
                        "voxel_size_x = 2 [mm]",
                        "voxel_size_y = 2 [mm]",
                        "voxel_size_z = 2.2 [mm]",
                        "repetition_time = 2000 [ms]",
                        "data_type = int16",
                        "bits_per_value = 16",
                        "description = FSL3.3",
                        "byte_order = little-endian");
    }

    @Test
    void bigEndianIsRead() throws Exception {
        Found found =
                read(MemoryMaterial.file("t.nii", header(Layout.of(352 + 96).bigEndian(), 2)));
        assertThat(fields(found)).contains("width = 4", "repetition_time = 2 [s]", "byte_order = big-endian");
    }

    @Test
    void missingVoxelsAreTold() throws Exception {
        byte[] whole = header(Layout.of(352 + 4 * 3 * 2 * 2 * 2), 2);
        Found found = read(MemoryMaterial.file("t.nii", java.util.Arrays.copyOf(whole, 360)));
        assertThat(found.isTruncated()).isTrue();
        assertThat(fields(found)).contains("width = 4");
    }

    @Test
    void namesSayNothing() throws Exception {
        assertThat(reader().recognises(MemoryMaterial.file("t.nii", "no header".getBytes(StandardCharsets.UTF_8))))
                .isFalse();
    }
}
