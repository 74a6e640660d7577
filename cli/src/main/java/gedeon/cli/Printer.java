package gedeon.cli;

import gedeon.kernel.ByteCount;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * Prints the server's answers: the same record as JSON for scripts, or for people as {@code name  value} lines and tables. Sizes are shown exactly and,
 * from a kilobyte on, rounded beside.
 */
public final class Printer {
    private static final JsonMapper JSON =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();
    private static final Set<String> SIZES = Set.of(
            "limit",
            "used",
            "reserved",
            "bytes",
            "size",
            "free",
            "plannedBytes",
            "disk",
            "taken",
            "allocated",
            "capacity",
            "more",
            "goesBytes",
            "disposedBytes");
    private static final int WIDEST = 60;

    private final PrintStream out;
    private final Words words;

    public Printer(PrintStream out, Words words) {
        this.out = out;
        this.words = words;
    }

    public static String json(Object answer) {
        return JSON.writeValueAsString(answer);
    }

    void print(Object answer, boolean json) {
        if (json) {
            out.println(json(answer));
        } else {
            JsonNode node = JSON.valueToTree(answer);
            if (node.has("items") && !node.has("total")) {
                table(node.get("items"), "");
            } else {
                lines(node);
            }
        }
    }

    private void lines(JsonNode node) {
        int width = node.propertyStream()
                .filter(e -> !nested(e.getValue()))
                .mapToInt(e -> e.getKey().length())
                .max()
                .orElse(0);
        node.propertyStream()
                .filter(e -> !nested(e.getValue()))
                .forEach(e -> out.println(padded(e.getKey(), width) + "  " + text(e.getKey(), e.getValue())));
        node.propertyStream()
                .filter(e -> nested(e.getValue()) && !e.getValue().isEmpty())
                .forEach(e -> {
                    out.println(e.getKey());
                    table(e.getValue(), "  ");
                });
    }

    private void table(JsonNode rows, String indent) {
        if (rows.isObject()) {
            rows.propertyStream()
                    .forEach(e -> out.println(indent + e.getKey() + "  " + text(e.getKey(), e.getValue())));
            return;
        }
        if (rows.isEmpty()) {
            out.println(indent + words.say("nothing"));
            return;
        }
        Set<String> names = new LinkedHashSet<>();
        rows.forEach(
                row -> row.propertyStream().filter(e -> !nested(e.getValue())).forEach(e -> names.add(e.getKey())));
        List<List<String>> lines = new ArrayList<>();
        lines.add(List.copyOf(names));
        for (JsonNode row : rows) {
            lines.add(
                    row.isObject()
                            ? names.stream()
                                    .map(name -> text(name, row.path(name)))
                                    .toList()
                            : List.of(text("", row)));
        }
        columns(lines, indent);
    }

    private void columns(List<List<String>> lines, String indent) {
        int columns = lines.stream().mapToInt(List::size).max().orElse(0);
        int[] widths = new int[columns];
        lines.forEach(line -> {
            for (int i = 0; i < line.size(); i++) {
                widths[i] = Math.min(WIDEST, Math.max(widths[i], line.get(i).length()));
            }
        });
        for (List<String> line : lines) {
            StringBuilder text = new StringBuilder(indent);
            for (int i = 0; i < line.size(); i++) {
                text.append(padded(line.get(i), widths[i])).append("  ");
            }
            if (!text.toString().isBlank()) {
                out.println(text.toString().stripTrailing());
            }
        }
    }

    private String text(String name, JsonNode value) {
        if (value.isMissingNode() || value.isNull()) {
            return "";
        }
        if (SIZES.contains(name) && value.isIntegralNumber() && value.asLong() >= 1000) {
            return value.asLong() + " (" + ByteCount.of(value.asLong()).human(words.locale()) + ")";
        }
        if (value.isArray()) {
            List<String> parts = new ArrayList<>();
            value.forEach(part -> parts.add(text("", part)));
            return String.join(", ", parts);
        }
        return value.isString() ? value.asString() : value.toString();
    }

    private static boolean nested(JsonNode value) {
        return value.isObject() || value.isArray();
    }

    private static String padded(String text, int width) {
        return text + " ".repeat(Math.max(0, width - text.length()));
    }
}
