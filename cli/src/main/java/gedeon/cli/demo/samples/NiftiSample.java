package gedeon.cli.demo.samples;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** An MRI volume: NIfTI-1 single file, 348-byte header, data from byte 352, 16-bit voxels of 2 mm. */
final class NiftiSample {
    private static final int X = 48;
    private static final int Y = 48;
    private static final int Z = 24;

    private NiftiSample() {}

    static Sample volume() {
        ByteBuffer file = ByteBuffer.allocate(352 + X * Y * Z * 2).order(ByteOrder.LITTLE_ENDIAN);
        file.putInt(0, 348);
        short[] dim = {3, X, Y, Z, 1, 1, 1, 1};
        for (int i = 0; i < dim.length; i++) {
            file.putShort(40 + 2 * i, dim[i]);
        }
        file.putShort(70, (short) 4); // DT_INT16
        file.putShort(72, (short) 16);
        float[] pixdim = {1, 2, 2, 2, 1, 0, 0, 0};
        for (int i = 0; i < pixdim.length; i++) {
            file.putFloat(76 + 4 * i, pixdim[i]);
        }
        file.putFloat(108, 352); // vox_offset
        file.putFloat(112, 1); // scl_slope
        file.put(123, (byte) 10); // NIFTI_UNITS_MM | NIFTI_UNITS_SEC
        file.put(148, "T1 MPRAGE, TE=2.98;TR=2300;TI=900".getBytes(StandardCharsets.US_ASCII));
        file.putShort(254, (short) 1); // sform_code: scanner
        file.putFloat(280, 2);
        file.putFloat(300, 2);
        file.putFloat(320, 2);
        file.put(344, new byte[] {'n', '+', '1', 0});
        int at = 352;
        for (int z = 0; z < Z; z++) {
            for (int y = 0; y < Y; y++) {
                for (int x = 0; x < X; x++) {
                    double r = Math.hypot(Math.hypot(x - X / 2.0, y - Y / 2.0), 2 * (z - Z / 2.0));
                    file.putShort(at, (short) (r < 20 ? 900 - 20 * r : 12));
                    at += 2;
                }
            }
        }
        return Sample.file("phantom-t1.nii", file.array());
    }
}
