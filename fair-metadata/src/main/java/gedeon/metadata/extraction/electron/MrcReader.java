package gedeon.metadata.extraction.electron;

import gedeon.metadata.extraction.Found;
import gedeon.metadata.extraction.Material;
import gedeon.metadata.extraction.bytes.HeaderReader;
import gedeon.metadata.extraction.bytes.RangeBuffer;
import java.io.IOException;
import java.nio.ByteOrder;
import java.util.Map;

/** MRC2014 and CCP4: 1024 bytes of header, an extended header, then voxels. Voxel size is cell over sampling, not cell over grid. */
public final class MrcReader extends HeaderReader {
    private static final Map<Integer, Integer> BITS = Map.of(0, 8, 1, 16, 2, 32, 3, 32, 4, 64, 6, 16, 12, 16, 101, 4);
    private static final int MOST = 1 << 24;

    public MrcReader() {
        super("mrc", "1");
    }

    @Override
    protected boolean isOne(Material material) throws IOException {
        if (material.folder()) {
            return false;
        }
        RangeBuffer in = new RangeBuffer(material, material.main(), 1024);
        if (!in.startsWith(208, "MAP")) {
            return false;
        }
        endian(in);
        return in.i32(0) > 0 && in.i32(0) < MOST && in.i32(4) > 0 && in.i32(8) > 0 && BITS.containsKey(in.i32(12));
    }

    /** The machine stamp says 0x44 for little and 0x11 for big; where it is wrong, the mode tells: it is a small number. */
    private static void endian(RangeBuffer in) throws IOException {
        int stamp = in.u8(212);
        in.order(stamp == 0x11 ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
        if (stamp != 0x11 && stamp != 0x44 && (in.i32(12) < 0 || in.i32(12) > 200)) {
            in.order(ByteOrder.BIG_ENDIAN);
        }
    }

    @Override
    protected void readHeader(Material material, Found found) throws IOException {
        RangeBuffer in = new RangeBuffer(material, material.main());
        endian(in);
        found.type("application/x-mrc");
        int mode = in.i32(12);
        int bits = BITS.getOrDefault(mode, 0);
        long[] size = {in.i32(0), in.i32(4), in.i32(8)};
        String[] names = {"width", "height", "depth"};
        String[] axes = {"x", "y", "z"};
        for (int i = 0; i < 3; i++) {
            found.number(names[i], size[i], null, "header word " + (i + 1));
        }
        found.text("data_type", "mode " + mode, "MODE");
        if (bits > 0) {
            found.number("bits_per_value", bits, null, "MODE");
        }
        for (int i = 0; i < 3; i++) {
            float cell = in.f32(40 + 4L * i);
            int sampling = in.i32(28 + 4L * i);
            if (cell > 0 && sampling > 0) {
                found.number("cell_length_" + (char) ('a' + i), round(cell), "Ao", "CELLA");
                found.number("voxel_size_" + axes[i], round(cell / (double) sampling), "Ao", "CELLA / M" + axes[i]);
            }
        }
        String[] angles = {"cell_angle_alpha", "cell_angle_beta", "cell_angle_gamma"};
        for (int i = 0; i < 3; i++) {
            float angle = in.f32(52 + 4L * i);
            if (angle > 0) {
                found.number(angles[i], round(angle), "deg", "CELLB");
            }
        }
        int group = in.i32(88);
        if (group > 0 && group <= 630) {
            found.text("space_group", Integer.toString(group), "ISPG");
        }
        int labels = Math.clamp(in.i32(220), 0, 10);
        for (int i = 0; i < labels; i++) {
            found.text("description", in.latin1(224 + 80L * i, 80), "label " + (i + 1));
        }
        long extended = in.i32(92);
        long wanted = (product(size) * bits + 7) / 8;
        long there = Math.max(0, in.size() - 1024 - Math.max(0, extended));
        if (in.size() < 1024 || there < wanted) {
            found.truncated(material.main().path() + " has " + there + " of " + wanted + " bytes of voxels");
        }
    }

    private static long product(long[] size) {
        long product = 1;
        for (long side : size) {
            product = side <= 0 || side > MOST || product > Long.MAX_VALUE / 128 / side ? 0 : product * side;
        }
        return product;
    }

    /** Seven digits: what a 32 bit number holds. */
    private static double round(double value) {
        return new java.math.BigDecimal(value)
                .round(new java.math.MathContext(7))
                .doubleValue();
    }
}
