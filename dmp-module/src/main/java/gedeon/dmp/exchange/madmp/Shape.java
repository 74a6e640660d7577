package gedeon.dmp.exchange.madmp;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** One place in an official schema, references followed: what may stand there. */
record Shape(JsonNode root, JsonNode here) {
    static Shape of(Version version) {
        try (InputStream schema = Shape.class.getResourceAsStream(version.schema())) {
            if (schema == null) {
                throw new IllegalStateException(
                        "schema " + version.schema() + " is not on the class path; repair the jar");
            }
            JsonNode root = JsonMapper.shared().readTree(schema);
            return new Shape(root, root);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Shape at(JsonNode place) {
        JsonNode target = place;
        while (target.has("$ref")) {
            target = root.at(target.path("$ref").asString().substring(1));
        }
        return new Shape(root, target);
    }

    Optional<Shape> property(String name) {
        JsonNode found = here.path("properties").path(name);
        return found.isMissingNode() ? Optional.empty() : Optional.of(at(found));
    }

    Optional<Shape> items() {
        return here.has("items") ? Optional.of(at(here.path("items"))) : Optional.empty();
    }

    /** Where an object or a list may stand, the branch that fits the value. */
    Shape fitting(JsonNode value) {
        JsonNode branches = here.path("oneOf");
        for (JsonNode branch : branches) {
            Shape candidate = at(branch);
            if (candidate.is("array") == value.isArray()) {
                return candidate;
            }
        }
        return this;
    }

    boolean eitherOneOrMany() {
        return here.has("oneOf");
    }

    boolean is(String type) {
        return here.path("type").asString("").equals(type);
    }

    boolean hasFormat(String format) {
        return here.path("format").asString("").equals(format);
    }

    boolean unique() {
        return here.path("uniqueItems").asBoolean(false);
    }

    boolean closed() {
        return here.has("additionalProperties")
                && !here.path("additionalProperties").asBoolean(true);
    }

    List<String> allowed() {
        return texts("enum");
    }

    List<String> required() {
        return texts("required");
    }

    private List<String> texts(String key) {
        List<String> texts = new ArrayList<>();
        here.path(key).forEach(text -> texts.add(text.asString()));
        return texts;
    }
}
