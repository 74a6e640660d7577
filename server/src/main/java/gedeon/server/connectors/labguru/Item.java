package gedeon.server.connectors.labguru;

import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** One entry of a list, read tolerantly: members may be missing, numbers, or objects with a name. Where it repeats the token, stars stand in its place. */
record Item(JsonNode node, Token token) {
    private static final int LENGTH = 280;

    /** A shorter token would tear holes into ordinary words. */
    private static final int WORTH_HIDING = 8;

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

    private Optional<String> plain(JsonNode value) {
        if (value.isObject()) {
            return plain(value.path("name")).or(() -> plain(value.path("title")));
        }
        if (!value.isString() && !value.isNumber()) {
            return Optional.empty();
        }
        String line =
                unsaid(value.asString()).replaceAll("[\\p{Cntrl}\\s]+", " ").strip();
        return line.isEmpty()
                ? Optional.empty()
                : Optional.of(line.codePointCount(0, line.length()) > LENGTH ? shortened(line) : line);
    }

    private String unsaid(String text) {
        return token.secret().length() < WORTH_HIDING ? text : token.mask(text);
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

    /** When it was last changed, as written there. */
    Optional<String> updated() {
        return text("updated_at", "updatedAt");
    }

    /** How a problem names it. */
    String label(Kind kind) {
        String number = text("id", "uuid").orElse("without id");
        return kind.word() + " " + number
                + text("name", "title").map(name -> " \"" + name + "\"").orElse("");
    }
}
