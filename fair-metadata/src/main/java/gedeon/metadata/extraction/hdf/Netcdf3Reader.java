package gedeon.metadata.extraction.hdf;

import gedeon.metadata.extraction.Found;
import gedeon.metadata.extraction.Material;
import gedeon.metadata.extraction.bytes.HeaderReader;
import gedeon.metadata.extraction.bytes.RangeBuffer;
import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;

/** Classic netCDF (versions 1, 2 and 5): a header of dimensions, global attributes and variables, big end first. */
public final class Netcdf3Reader extends HeaderReader {
    private static final int MOST_ENTRIES = 5000;
    private static final int MOST_VARIABLES = 40;
    private static final int DIMENSIONS = 10;
    private static final int VARIABLES = 11;
    private static final int ATTRIBUTES = 12;
    private static final int[] SIZES = {0, 1, 1, 2, 4, 4, 8, 1, 2, 4, 8, 8};

    public Netcdf3Reader() {
        super("netcdf3", "1");
    }

    @Override
    protected boolean isOne(Material material) throws IOException {
        if (material.folder()) {
            return false;
        }
        RangeBuffer in = new RangeBuffer(material, material.main(), 512);
        return in.startsWith(0, "CDF") && (in.u8(3) == 1 || in.u8(3) == 2 || in.u8(3) == 5) && in.size() >= 32;
    }

    @Override
    protected void readHeader(Material material, Found found) throws IOException {
        RangeBuffer in = new RangeBuffer(material, material.main());
        in.order(ByteOrder.BIG_ENDIAN);
        found.type("application/netcdf");
        new Header(in, found).read();
    }

    private static final class Header {
        private final RangeBuffer in;
        private final Found found;
        private final int version;
        private final List<String> dimensions = new ArrayList<>();
        private long recordDimension = -1;
        private long position = 4;

        Header(RangeBuffer in, Found found) throws IOException {
            this.in = in;
            this.found = found;
            this.version = in.u8(3);
        }

        void read() throws IOException {
            long records = count(true);
            long all = list(DIMENSIONS);
            for (long i = 0; i < all; i++) {
                String name = name();
                long length = count(false);
                recordDimension = length == 0 ? i : recordDimension;
                dimensions.add(length == 0 ? name + " (" + Math.max(0, records) + ")" : name + " (" + length + ")");
            }
            for (String dimension : dimensions.subList(0, Math.min(20, dimensions.size()))) {
                found.text("dimensions", dimension, "header");
            }
            Attributes.tell(attributes(), found);
            variables();
        }

        private void variables() throws IOException {
            long all = list(VARIABLES);
            found.number("datasets", all, null, "header");
            long end = 0;
            for (long i = 0; i < all; i++) {
                String name = name();
                long rank = bounded(count(false), 1024);
                StringJoiner shape = new StringJoiner(" × ");
                boolean record = false;
                for (long k = 0; k < rank; k++) {
                    long id = count(false);
                    String dimension = id >= 0 && id < dimensions.size() ? dimensions.get((int) id) : "?";
                    shape.add(
                            dimension.substring(dimension.lastIndexOf('(') + 1).replace(")", ""));
                    record |= k == 0 && id == recordDimension;
                }
                Map<String, String> attributes = attributes();
                position += 4;
                long size = count(false);
                long begin = version == 1 ? in.u32(position) : in.i64(position);
                position += version == 1 ? 4 : 8;
                end = Math.max(end, record ? begin : begin + size);
                if (i < MOST_VARIABLES) {
                    String unit = attributes.get("units");
                    String what = name + ", " + (rank == 0 ? "one value" : shape) + (unit == null ? "" : ", " + unit);
                    found.text("variable", what, "header");
                }
            }
            if (end > in.size()) {
                found.truncated(in.file().path() + " has " + in.size() + " bytes; its variables end at " + end);
            }
        }

        private Map<String, String> attributes() throws IOException {
            Map<String, String> texts = new LinkedHashMap<>();
            long all = list(ATTRIBUTES);
            for (long i = 0; i < all; i++) {
                String name = name();
                int type = in.i32(position);
                position += 4;
                long count = count(false);
                if (type < 1 || type >= SIZES.length) {
                    throw new IOException("attribute " + name + " has the unknown type " + type);
                }
                long bytes = bounded(count, RangeBuffer.MOST_AT_ONCE / 8) * SIZES[type];
                if (type == 2) {
                    texts.put(
                            name,
                            new String(in.bytes(position, bytes), StandardCharsets.UTF_8)
                                    .replace("\0", "")
                                    .strip());
                } else if (count <= 16) {
                    texts.put(name, numbers(type, count));
                }
                position += padded(bytes);
            }
            return texts;
        }

        private String numbers(int type, long count) throws IOException {
            StringJoiner joined = new StringJoiner(", ");
            for (int i = 0; i < count; i++) {
                long at = position + (long) i * SIZES[type];
                joined.add(
                        switch (type) {
                            case 1 -> Integer.toString((byte) in.u8(at));
                            case 3 -> Short.toString(in.i16(at));
                            case 4 -> Integer.toString(in.i32(at));
                            case 5 -> Float.toString(in.f32(at));
                            case 6 -> Double.toString(in.f64(at));
                            case 7 -> Integer.toString(in.u8(at));
                            case 8 -> Integer.toString(in.u16(at));
                            case 9 -> Long.toString(in.u32(at));
                            default -> Long.toString(in.i64(at));
                        });
            }
            return joined.toString();
        }

        /** A list's tag and length; an absent list is two zeros. */
        private long list(int tag) throws IOException {
            int found = in.i32(position);
            position += 4;
            long count = count(false);
            if (found != tag && (found != 0 || count != 0)) {
                throw new IOException("the header has " + found + " where a list of kind " + tag + " belongs");
            }
            return bounded(count, MOST_ENTRIES);
        }

        private long count(boolean records) throws IOException {
            long count = version == 5 ? in.i64(position) : in.u32(position);
            position += version == 5 ? 8 : 4;
            // All ones: the number of records was not known when the header was written.
            return records && (count == -1 || count == 0xffffffffL) ? 0 : count;
        }

        private String name() throws IOException {
            long length = bounded(count(false), 2048);
            String name = new String(in.bytes(position, length), StandardCharsets.UTF_8);
            position += padded(length);
            return name;
        }

        private static long padded(long length) {
            return (length + 3) / 4 * 4;
        }

        private static long bounded(long count, long most) throws IOException {
            if (count < 0 || count > most) {
                throw new IOException("the header speaks of " + count + " entries");
            }
            return count;
        }
    }
}
