package gedeon.metadata.extraction.hdf;

import gedeon.metadata.extraction.Material.BudgetSpent;
import io.jhdf.GroupSymbolTableNode;
import io.jhdf.HdfFile;
import io.jhdf.LocalHeap;
import io.jhdf.ObjectHeader;
import io.jhdf.SymbolTableEntry;
import io.jhdf.api.Attribute;
import io.jhdf.api.Dataset;
import io.jhdf.api.Group;
import io.jhdf.api.Node;
import io.jhdf.btree.BTreeV1;
import io.jhdf.exceptions.HdfException;
import io.jhdf.object.datatype.FixedPoint;
import io.jhdf.object.datatype.FloatingPoint;
import io.jhdf.object.datatype.StringData;
import io.jhdf.object.datatype.VariableLength;
import io.jhdf.object.message.LinkMessage;
import io.jhdf.object.message.SymbolTableMessage;
import java.io.EOFException;
import java.io.IOException;
import java.lang.reflect.Array;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/** What is small in an HDF5 file, in order of depth: groups and data sets with their attributes, and the values of data sets of a few elements. */
final class Hdf5Tree {
    private static final int DEEPEST = 10;
    private static final int MOST_NODES = 4000;
    private static final int MOST_VALUES = 16;
    private static final int MOST_BYTES = 16 << 10;

    /**
     * @param shape of a data set; null for a group
     * @param value of a small data set, several joined by commas
     */
    record Place(
            String path,
            String name,
            int depth,
            Map<String, String> attributes,
            long @Nullable [] shape,
            @Nullable String value,
            @Nullable String type) {
        boolean group() {
            return shape == null;
        }

        /** How many values a data set has. */
        long values() {
            long product = 1;
            for (long side : shape == null ? new long[] {0} : shape) {
                product = side <= 0 || product > (1L << 50) / side ? Math.min(side, product) : product * side;
            }
            return product;
        }

        @Nullable String attribute(String name) {
            return attributes.get(name);
        }

        String parent() {
            int slash = path.lastIndexOf('/');
            return slash <= 0 ? "/" : path.substring(0, slash);
        }
    }

    private record Branch(String path, String name, Node node) {}

    private final HdfFile file;
    private final Map<String, Place> places = new LinkedHashMap<>();
    private final Set<Long> seen = new HashSet<>();
    private final List<String> damage = new ArrayList<>();
    private boolean cut;

    private Hdf5Tree(HdfFile file) {
        this.file = file;
    }

    /** Breadth first, so that a limit leaves out what lies deep. */
    static Hdf5Tree of(HdfFile root) throws IOException {
        Hdf5Tree tree = new Hdf5Tree(root);
        List<Branch> level = List.of(new Branch("", "", root));
        for (int depth = 0; depth <= DEEPEST && !level.isEmpty(); depth++) {
            List<Branch> next = new ArrayList<>();
            for (Branch branch : level) {
                tree.look(branch, depth, next);
            }
            level = next;
        }
        tree.cut |= !level.isEmpty();
        return tree;
    }

    Iterable<Place> places() {
        return places.values();
    }

    @Nullable Place at(String path) {
        return places.get(path);
    }

    List<Place> children(String path) {
        return places.values().stream()
                .filter(p -> p.depth() > 0 && p.parent().equals(path))
                .toList();
    }

    long count(boolean groups) {
        return places.values().stream()
                .filter(p -> p.group() == groups && p.depth() > 0)
                .count();
    }

    /** True where there is more than was looked at. */
    boolean cut() {
        return cut;
    }

    /** What could not be read, in words. */
    List<String> damage() {
        return damage;
    }

    private void look(Branch branch, int depth, List<Branch> next) throws IOException {
        if (places.size() == MOST_NODES) {
            cut = true;
            return;
        }
        Node node = branch.node();
        if (node.isLink() || depth > 0 && !seen.add(node.getAddress())) {
            return;
        }
        String path = depth == 0 ? "/" : branch.path();
        try {
            Map<String, String> attributes = attributes(node);
            if (node instanceof Dataset set) {
                String type = set.getDataType().getClass().getSimpleName();
                long[] shape = set.getDimensionsAsLong();
                places.put(path, new Place(path, branch.name(), depth, attributes, shape, value(set), type));
            } else if (node instanceof Group group) {
                places.put(path, new Place(path, branch.name(), depth, attributes, null, null, null));
                for (var child : children(group, path).entrySet()) {
                    if (next.size() < MOST_NODES) {
                        next.add(new Branch(branch.path() + "/" + child.getKey(), child.getKey(), child.getValue()));
                    }
                }
            }
        } catch (RuntimeException e) {
            spent(e);
            damaged(path, e);
        }
    }

    private void damaged(String path, RuntimeException e) {
        Throwable deepest = e;
        for (int i = 0; i < 20 && deepest.getCause() != null; i++) {
            deepest = deepest.getCause();
        }
        if (damage.size() < 20) {
            damage.add(path + ": " + deepest.getMessage());
        }
    }

    /** jhdf gives no child of a group where it cannot read one of them (a virtual data set, say); then each is asked for alone. */
    private Map<String, Node> children(Group group, String path) throws IOException {
        try {
            return group.getChildren();
        } catch (HdfException e) {
            spent(e);
        }
        Map<String, Node> readable = new LinkedHashMap<>();
        for (var child : addresses(group).entrySet()) {
            try {
                readable.put(child.getKey(), file.getNodeByAddress(child.getValue()));
            } catch (RuntimeException e) {
                spent(e);
                damaged(path + "/" + child.getKey(), e);
            }
        }
        return readable;
    }

    private Map<String, Long> addresses(Group group) {
        Map<String, Long> addresses = new LinkedHashMap<>();
        var storage = file.getHdfBackingStorage();
        ObjectHeader header = ObjectHeader.readObjectHeader(storage, group.getAddress());
        for (LinkMessage link : header.getMessagesOfType(LinkMessage.class)) {
            if (link.getLinkType() == LinkMessage.LinkType.HARD) {
                addresses.put(link.getLinkName(), link.getHardLinkAddress());
            }
        }
        if (header.hasMessageOfType(SymbolTableMessage.class)) {
            SymbolTableMessage table = header.getMessageOfType(SymbolTableMessage.class);
            ByteBuffer names = new LocalHeap(storage, table.getLocalHeapAddress()).getDataBuffer();
            for (long node :
                    BTreeV1.createGroupBTree(storage, table.getBTreeAddress()).getChildAddresses()) {
                for (SymbolTableEntry entry : new GroupSymbolTableNode(storage, node).getSymbolTableEntries()) {
                    // Cache type 2 is a symbolic link: it has no object of its own.
                    if (entry.getCacheType() != 2 && addresses.size() < MOST_NODES) {
                        addresses.put(name(names, entry.getLinkNameOffset()), entry.getObjectHeaderAddress());
                    }
                }
            }
        }
        return addresses;
    }

    private static String name(ByteBuffer names, int from) {
        StringBuilder name = new StringBuilder();
        for (int i = from; i >= 0 && i < names.limit() && names.get(i) != 0 && name.length() < 200; i++) {
            name.append((char) (names.get(i) & 0xff));
        }
        return name.toString();
    }

    /** What the channel had to say is wrapped by jhdf; a spent budget ends the reading, whoever wrapped it. */
    static void spent(Throwable thrown) throws IOException {
        int depth = 0;
        for (Throwable e = thrown; e != null && depth < 20; e = e.getCause(), depth++) {
            if (e instanceof BudgetSpent || e instanceof EOFException) {
                throw (IOException) e;
            }
        }
    }

    private static Map<String, String> attributes(Node node) throws IOException {
        Map<String, String> texts = new LinkedHashMap<>();
        for (Attribute attribute : node.getAttributes().values()) {
            if (texts.size() == 200) {
                break;
            }
            try {
                if (!attribute.isEmpty()
                        && attribute.getSize() <= 4L * MOST_VALUES
                        && attribute.getSizeInBytes() <= MOST_BYTES
                        && (isPlain(attribute.getDataType())
                                || attribute.getDataType() instanceof VariableLength v && v.isVariableLengthString())) {
                    String text = text(attribute.getData());
                    if (text != null) {
                        texts.put(attribute.getName(), text);
                    }
                }
            } catch (HdfException | UnsupportedOperationException e) {
                spent(e);
            }
        }
        return texts;
    }

    private static boolean isPlain(Object type) {
        return type instanceof StringData || type instanceof FixedPoint || type instanceof FloatingPoint;
    }

    private static @Nullable String value(Dataset dataset) {
        boolean plain = isPlain(dataset.getDataType())
                || dataset.getDataType() instanceof VariableLength v && v.isVariableLengthString();
        long size = 1;
        for (long side : dataset.getDimensionsAsLong()) {
            size = side < 0 || side > MOST_VALUES
                    ? Long.MAX_VALUE
                    : Math.min(size * Math.max(side, 0), MOST_VALUES + 1L);
        }
        if (!plain
                || size > MOST_VALUES
                || dataset.isEmpty()
                || dataset.getDataType().getSize() > MOST_BYTES) {
            return null;
        }
        if (dataset.getStorageInBytes() > 4L * MOST_BYTES) {
            return null;
        }
        return text(dataset.getData());
    }

    private static @Nullable String text(@Nullable Object data) {
        if (data == null) {
            return null;
        }
        if (!data.getClass().isArray()) {
            return data.toString();
        }
        StringJoiner joined = new StringJoiner(", ");
        for (int i = 0; i < Math.min(Array.getLength(data), 4 * MOST_VALUES); i++) {
            String part = text(Array.get(data, i));
            if (part != null) {
                joined.add(part);
            }
        }
        return joined.toString();
    }
}
