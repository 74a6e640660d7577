package gedeon.metadata.extraction.nifti;

import gedeon.metadata.extraction.ByteSource;
import gedeon.metadata.extraction.Found;
import gedeon.metadata.extraction.Material;
import gedeon.metadata.extraction.bytes.HeaderReader;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** NIfTI-1 (348 bytes of header) and NIfTI-2 (540), in either byte order, gzipped or not; of a pair the header file. */
public final class NiftiReader extends HeaderReader {
    private static final int ONE = 348;
    private static final int TWO = 540;
    private static final Map<Integer, String> TYPES = Map.ofEntries(
            Map.entry(2, "uint8"),
            Map.entry(4, "int16"),
            Map.entry(8, "int32"),
            Map.entry(16, "float32"),
            Map.entry(32, "complex64"),
            Map.entry(64, "float64"),
            Map.entry(128, "rgb24"),
            Map.entry(256, "int8"),
            Map.entry(512, "uint16"),
            Map.entry(768, "uint32"),
            Map.entry(1024, "int64"),
            Map.entry(1280, "uint64"));
    private static final Map<Integer, String> SPACE = Map.of(1, "m", 2, "mm", 3, "um");
    private static final Map<Integer, String> TIME = Map.of(8, "s", 16, "ms", 24, "us");

    public NiftiReader() {
        super("nifti", "1");
    }

    @Override
    protected boolean isOne(Material material) throws IOException {
        return !material.folder() && header(ByteSource.of(material, material.main())) != null;
    }

    /** The header in its own byte order, or null where it is none. */
    private static @Nullable ByteBuffer header(ByteSource in) throws IOException {
        byte[] start = in.read(0, TWO);
        if (start.length < ONE) {
            return null;
        }
        for (ByteOrder order : new ByteOrder[] {ByteOrder.LITTLE_ENDIAN, ByteOrder.BIG_ENDIAN}) {
            ByteBuffer header = ByteBuffer.wrap(start).order(order);
            int size = header.getInt(0);
            if (size == ONE && magic(start, 344, "n+1", "ni1")
                    || size == TWO && start.length == TWO && magic(start, 4, "n+2", "ni2")) {
                return header;
            }
        }
        return null;
    }

    private static boolean magic(byte[] bytes, int at, String single, String pair) {
        String found = new String(bytes, at, 3, StandardCharsets.ISO_8859_1);
        return found.equals(single) || found.equals(pair);
    }

    @Override
    protected void readHeader(Material material, Found found) throws IOException {
        ByteSource in = ByteSource.of(material, material.main());
        ByteBuffer header = header(in);
        if (header == null) {
            throw new EOFException(material.main().path() + " ends within its header");
        }
        found.type(in.gzip() ? "application/x-nifti+gzip" : "application/x-nifti");
        boolean two = header.getInt(0) == TWO;
        found.text("format_version", two ? "NIfTI-2" : "NIfTI-1", "magic");
        int axes = (int) dim(header, two, 0);
        if (axes < 1 || axes > 7) {
            throw new IOException("dim[0] must be 1 to 7, was " + axes);
        }
        int units = two ? header.getInt(500) : header.get(123) & 0xff;
        String space = SPACE.get(units & 7);
        String time = TIME.get(units & 56);
        String[] lengths = {"width", "height", "depth", "frames"};
        String[] sizes = {"voxel_size_x", "voxel_size_y", "voxel_size_z"};
        long voxels = 1;
        for (int i = 1; i <= axes; i++) {
            long length = dim(header, two, i);
            voxels = length > 0 && voxels > 0 && voxels <= Long.MAX_VALUE / 256 / length ? voxels * length : 0;
            if (i <= 4) {
                found.number(lengths[i - 1], length, null, "dim[" + i + "]");
            }
        }
        for (int i = 1; i <= Math.min(axes, 3); i++) {
            double size = pixdim(header, two, i);
            if (size > 0) {
                found.number(sizes[i - 1], size, space, "pixdim[" + i + "]");
            }
        }
        if (axes >= 4 && pixdim(header, two, 4) > 0) {
            repetition(found, pixdim(header, two, 4), time);
        }
        int type = header.getShort(two ? 12 : 70);
        int bits = header.getShort(two ? 14 : 72);
        found.text("data_type", TYPES.get(type), "datatype");
        if (bits > 0) {
            found.number("bits_per_value", bits, null, "bitpix");
        }
        found.text("description", text(header, two ? 240 : 148, 80), "descrip");
        found.text("reference", text(header, two ? 320 : 228, 24), "aux_file");
        found.text("byte_order", header.order() == ByteOrder.BIG_ENDIAN ? "big-endian" : "little-endian", "sizeof_hdr");
        long data = two ? header.getLong(168) : (long) header.getFloat(108);
        boolean single = new String(header.array(), two ? 4 : 344, 2, StandardCharsets.ISO_8859_1).equals("n+");
        long wanted = data + (voxels * Math.max(0, bits) + 7) / 8;
        if (single && in.size() >= 0 && voxels > 0 && in.size() < wanted) {
            found.truncated(material.main().path() + " has " + in.size() + " of " + wanted + " bytes");
        }
    }

    /** Many programs write milliseconds and say seconds: nobody waits 100 s between two volumes. */
    private static void repetition(Found found, double step, @Nullable String unit) {
        boolean mislabelled = "s".equals(unit) && step >= 100;
        found.number("repetition_time", step, mislabelled ? "ms" : unit, "pixdim[4]");
        if (mislabelled) {
            found.note("pixdim[4] is " + step + " and said to be in seconds; it was taken for milliseconds.");
        }
    }

    private static long dim(ByteBuffer header, boolean two, int i) {
        return two ? header.getLong(16 + 8 * i) : header.getShort(40 + 2 * i);
    }

    private static double pixdim(ByteBuffer header, boolean two, int i) {
        return two ? header.getDouble(104 + 8 * i) : Double.parseDouble(Float.toString(header.getFloat(76 + 4 * i)));
    }

    private static String text(ByteBuffer header, int at, int length) {
        String whole = new String(header.array(), at, length, StandardCharsets.ISO_8859_1);
        int nul = whole.indexOf(0);
        return nul < 0 ? whole : whole.substring(0, nul);
    }
}
