package gedeon.metadata.extraction.folder;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Entries of nested notations, XML and JSON: a leaf is an entry under its own name; a node that holds a value is one under the name that it holds, or its own, with
 * the unit that it holds.
 */
final class Tree {
    private static final int MOST_ENTRIES = 5000;
    private static final int DEEPEST = 200;
    private static final int MOST_LEAVES = 200;
    private static final int LONGEST_VALUE = 4000;
    private static final List<String> NAMES = List.of("displayname", "name", "key", "parameter", "id");
    private static final List<String> UNITS = List.of("unit", "units", "unitname");

    private final List<Entry> entries = new ArrayList<>();
    private final Deque<Node> open = new ArrayDeque<>();

    private record Node(String name, Map<String, String> leaves) {}

    /** False where the file nests deeper or holds more than a file of parameters does. */
    boolean open(String name) {
        open.push(new Node(name, new LinkedHashMap<>()));
        return open.size() <= DEEPEST && entries.size() < MOST_ENTRIES;
    }

    /** What the open node holds without being an entry of its own. */
    void holds(String name, String value) {
        Node node = open.peek();
        if (node != null && node.leaves().size() < MOST_LEAVES) {
            node.leaves().putIfAbsent(name.toLowerCase(Locale.ROOT), value.strip());
        }
    }

    void leaf(String name, String value) {
        holds(name, value);
        add(name, value.strip(), "");
    }

    private void add(String name, String value, String unit) {
        boolean fits = name.length() <= ParameterFile.LONGEST_KEY && value.length() <= LONGEST_VALUE;
        if (fits && !name.isEmpty() && !value.isEmpty() && entries.size() < MOST_ENTRIES) {
            entries.add(new Entry(name, value, unit));
        }
    }

    void close() {
        if (open.isEmpty()) {
            return;
        }
        Node node = open.pop();
        String value = node.leaves().getOrDefault("value", "");
        String unit = UNITS.stream()
                .map(key -> node.leaves().getOrDefault(key, ""))
                .filter(text -> !text.isEmpty())
                .findFirst()
                .orElse("");
        for (String names : NAMES) {
            add(node.leaves().getOrDefault(names, ""), value, unit);
        }
        add(node.name(), value, unit);
    }

    List<Entry> entries() {
        return entries;
    }
}
