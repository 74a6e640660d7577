package gedeon.metadata.extraction.electron;

import static org.assertj.core.api.Assertions.assertThat;

import gedeon.metadata.extraction.FormatReader;
import gedeon.metadata.extraction.Found;
import gedeon.metadata.extraction.bytes.Layout;
import gedeon.metadata.extraction.bytes.MemoryMaterial;
import gedeon.metadata.extraction.bytes.ReaderContract;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class MrcReaderTests extends ReaderContract {
    @Override
    protected FormatReader reader() {
        return new MrcReader();
    }

    @Override
    protected MemoryMaterial sample() {
        return MemoryMaterial.file("a.map", map(Layout.of(1024 + 160 + 4 * 24), 0x44));
    }

    private static byte[] map(Layout layout, int stamp) {
        return layout.i32(0, 2)
                .i32(4, 3)
                .i32(8, 4)
                .i32(12, 2)
                .i32(28, 4)
                .i32(32, 6)
                .i32(36, 8)
                .f32(40, 17.93)
                .f32(44, 4.71)
                .f32(48, 33.03)
                .f32(52, 90)
                .f32(56, 94.326)
                .f32(60, 90)
                .i32(88, 4)
                .i32(92, 160)
                .text(208, "MAP ")
                .u8(212, stamp)
                .u8(213, stamp)
                .i32(220, 1)
                .text(224, "::::EMDATABANK.org::::EMD-3001::::")
                .bytes();
    }

    private static final String[] EXPECTED = {
        "width = 2",
        "height = 3",
        "depth = 4",
        "data_type = mode 2",
        "bits_per_value = 32",
        "cell_length_a = 17.93 [Ao]",
        "voxel_size_x = 4.4825 [Ao]",
        "cell_length_b = 4.71 [Ao]",
        "voxel_size_y = 0.785 [Ao]",
        "cell_length_c = 33.03 [Ao]",
        "voxel_size_z = 4.12875 [Ao]",
        "cell_angle_alpha = 90 [deg]",
        "cell_angle_beta = 94.326 [deg]",
        "cell_angle_gamma = 90 [deg]",
        "space_group = 4",
        "description = ::::EMDATABANK.org::::EMD-3001::::"
    };

    @Test
    void voxelSizeIsCellOverSampling() throws Exception {
        assertThat(fields(read(sample()))).containsExactly(EXPECTED);
    }

    @Test
    void theOtherByteOrderSaysTheSame() throws Exception {
        byte[] big = map(Layout.of(1024 + 160 + 4 * 24).bigEndian(), 0x11);
        assertThat(reader().recognises(MemoryMaterial.file("b.mrc", big))).isTrue();
        assertThat(fields(read(MemoryMaterial.file("b.mrc", big)))).containsExactly(EXPECTED);
    }

    @Test
    void missingVoxelsAreTold() throws Exception {
        byte[] whole = sample().content("a.map");
        Found found = read(MemoryMaterial.file("a.map", Arrays.copyOf(whole, whole.length - 1)));
        assertThat(found.notes()).containsExactly("a.map has 95 of 96 bytes of voxels");
        assertThat(fields(found)).containsExactly(EXPECTED);
    }
}
