package gedeon.metadata.extraction.hdf;

import gedeon.metadata.extraction.Found;
import gedeon.metadata.extraction.Material;
import gedeon.metadata.extraction.bytes.HeaderReader;
import gedeon.metadata.extraction.bytes.RangeBuffer;
import gedeon.metadata.extraction.hdf.Hdf5Tree.Place;
import io.jhdf.HdfFile;
import java.io.IOException;
import java.net.URI;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** HDF5 and the formats in it: NeXus, NetCDF-4 and FAST5 are told apart by what their trees hold, not by their names. */
public final class Hdf5Reader extends HeaderReader {
    private static final String MAGIC = "\u0089HDF\r\n\u001a\n";
    private static final int MOST_VARIABLES = 40;
    private static final int MOST_DAMAGE = 2;
    private static final URI NOWHERE = URI.create("file:///acquisition");

    public Hdf5Reader() {
        super("hdf5", "1");
    }

    /** The superblock may stand behind a user block of 512 bytes or a doubling of that. */
    @Override
    protected boolean isOne(Material material) throws IOException {
        if (material.folder()) {
            return false;
        }
        RangeBuffer in = new RangeBuffer(material, material.main(), 4096);
        for (long at = 0; at <= 2048; at = at == 0 ? 512 : at * 2) {
            if (in.startsWith(at, MAGIC)) {
                return true;
            }
        }
        return false;
    }

    @Override
    protected void readHeader(Material material, Found found) throws IOException {
        found.type("application/x-hdf5");
        RangeBuffer in = new RangeBuffer(material, material.main(), 32 << 10);
        try (HdfFile file = new HdfFile(new RangeChannel(in), NOWHERE)) {
            long end = file.getHdfBackingStorage().getSuperblock().getEndOfFileAddress();
            if (end > in.size()) {
                found.truncated(in.file().path() + " has " + in.size() + " of " + end + " bytes");
            }
            Hdf5Tree tree = Hdf5Tree.of(file);
            tell(tree, found);
        } catch (RuntimeException e) {
            Hdf5Tree.spent(e);
            throw e;
        }
    }

    private static void tell(Hdf5Tree tree, Found found) {
        Place root = tree.at("/");
        if (!NexusFields.entries(tree).isEmpty()) {
            found.type("application/x-hdf5; format=nexus");
            NexusFields.tell(tree, found);
        } else if (Fast5Fields.areThere(tree)) {
            found.type("application/x-hdf5; format=fast5");
            Fast5Fields.tell(tree, found);
        } else if (root != null) {
            if (isNetcdf(tree, root)) {
                found.type("application/netcdf");
            }
            Attributes.tell(root.attributes(), found);
            variables(tree, found);
        }
        found.number("groups", tree.count(true), null, "tree");
        found.number("datasets", tree.count(false), null, "tree");
        List<String> damage = tree.damage();
        damage.stream().limit(MOST_DAMAGE).forEach(why -> found.note("Not read: " + why + "."));
        if (damage.size() > MOST_DAMAGE) {
            found.note("Not read: " + (damage.size() - MOST_DAMAGE) + " more.");
        }
        if (tree.cut()) {
            found.note("the file holds more groups and data sets than were looked at");
        }
    }

    private static boolean isNetcdf(Hdf5Tree tree, Place root) {
        if (root.attributes().keySet().stream().anyMatch("_NCProperties"::equalsIgnoreCase)) {
            return true;
        }
        boolean conventions = root.attributes().keySet().stream().anyMatch("Conventions"::equalsIgnoreCase);
        return conventions && tree.children("/").stream().anyMatch(p -> "DIMENSION_SCALE".equals(p.attribute("CLASS")));
    }

    private static void variables(Hdf5Tree tree, Found found) {
        int told = 0;
        for (Place place : tree.places()) {
            String name = place.attribute("NAME");
            boolean dimension = name != null && name.startsWith("This is a netCDF dimension but not");
            if (!place.group() && !dimension && told++ < MOST_VARIABLES) {
                String unit = place.attribute("units");
                found.text("variable", describe(place, unit == null ? place.attribute("UNITS") : unit), place.path());
            }
        }
    }

    /** Such as {@code RADIANCE, 1 × 1 × 800, Rayleighs/nm}. */
    static String describe(Place place, @Nullable String unit) {
        long[] shape = place.shape();
        String size = shape == null || shape.length == 0
                ? "one value"
                : Arrays.stream(shape).mapToObj(Long::toString).collect(Collectors.joining(" × "));
        return place.name() + ", " + size + (unit == null || unit.isBlank() ? "" : ", " + unit);
    }
}
