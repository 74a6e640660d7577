package gedeon.server.connectors.labguru;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** One entry of a list, read tolerantly: members may be missing, numbers, or objects with a name. */
record Item(JsonNode node) {
    private static final int LENGTH = 280;
    private static final DateTimeFormatter RAILS = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss z", Locale.ROOT);

    /** The first of {@code names} that says something, as one line of text. */
    Optional<String> text(String... names) {
        for (String name : names) {
            Optional<String> found = plain(node.path(name));
            if (found.isPresent()) {
                return found;
            }
        }
        return Optional.empty();
    }

    private static Optional<String> plain(JsonNode value) {
        if (value.isObject()) {
            return plain(value.path("name")).or(() -> plain(value.path("title")));
        }
        if (!value.isString() && !value.isNumber()) {
            return Optional.empty();
        }
        String line = value.asString().replaceAll("[\\p{Cntrl}\\s]+", " ").strip();
        return line.isEmpty()
                ? Optional.empty()
                : Optional.of(line.codePointCount(0, line.length()) > LENGTH ? shortened(line) : line);
    }

    private static String shortened(String line) {
        return line.substring(0, line.offsetByCodePoints(0, LENGTH - 1)) + "…";
    }

    /** How people find it there: its number. */
    String id() {
        return text("id", "uuid")
                .orElseThrow(
                        () -> new IllegalArgumentException("it has neither id nor uuid and cannot be found again"));
    }

    /** What stays the same for ever: the uuid where there is one, else the number; unique among all kinds. */
    String originId(Kind kind) {
        return kind.word() + "/" + text("uuid").orElseGet(this::id);
    }

    /** When it was last changed; empty where it does not say, or not in a known form. */
    Optional<Instant> updated() {
        return text("updated_at", "updatedAt").flatMap(Item::instant);
    }

    private static Optional<Instant> instant(String text) {
        try {
            return Optional.of(
                    text.contains("T") ? OffsetDateTime.parse(text).toInstant() : Instant.from(RAILS.parse(text)));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    /** How a problem names it. */
    String label(Kind kind) {
        String number = text("id", "uuid").orElse("without id");
        return kind.word() + " " + number
                + text("name", "title").map(name -> " \"" + name + "\"").orElse("");
    }
}
