package gedeon.dmp.exchange.madmp;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Turns a 1.2 tree into an older version's, in place: drops newer keys, closes lists of values, fills what only the older one requires. */
final class Lowering {
    private final boolean oldest;

    Lowering(boolean oldest) {
        this.oldest = oldest;
    }

    void lower(ObjectNode owner, Shape newer, Shape older) {
        for (String key : List.copyOf(owner.propertyNames())) {
            Optional<Shape> now = newer.property(key);
            Optional<Shape> then = older.property(key);
            JsonNode value = owner.get(key);
            if (then.isEmpty()) {
                if (now.isPresent() || older.closed()) {
                    owner.remove(key);
                }
            } else if (now.isPresent()) {
                Optional<JsonNode> lowered = value(value, owner, key, now.get(), then.get());
                lowered.ifPresentOrElse(fit -> owner.set(key, fit), () -> owner.remove(key));
            }
        }
    }

    /** The value in the older form, or empty where it has none and must go. */
    private Optional<JsonNode> value(JsonNode value, ObjectNode owner, String key, Shape newer, Shape older) {
        if (newer.eitherOneOrMany() && older.is("object")) {
            JsonNode one = value.isArray() ? first((ArrayNode) value, owner) : value;
            return value(one, owner, key, newer.fitting(one), older);
        }
        if (value instanceof ObjectNode object && older.is("object")) {
            lower(object, newer, older);
            // A host whose address is no URL cannot be said before 1.2.
            return key.equals("host") && !object.has("url") ? Optional.empty() : Optional.of(object);
        }
        if (value.isArray() && older.is("array")) {
            return Optional.of(list((ArrayNode) value, owner, key, newer, older));
        }
        String text = value.asString("");
        List<String> allowed = older.allowed();
        if (!allowed.isEmpty() && !allowed.contains(text) && allowed.contains("other")) {
            return Optional.of(JsonNodeFactory.instance.stringNode("other"));
        }
        if (older.hasFormat("uri") && !newer.hasFormat("uri")) {
            return uri(text).map(JsonNodeFactory.instance::stringNode);
        }
        return Optional.of(value);
    }

    private ArrayNode list(ArrayNode value, ObjectNode owner, String key, Shape newer, Shape older) {
        ArrayNode list = JsonNodeFactory.instance.arrayNode();
        Shape now = newer.items().orElseThrow();
        Shape then = older.items().orElseThrow();
        for (JsonNode item : value) {
            value(item, owner, key, now, then).ifPresent(lowered -> {
                if (oldest
                        && lowered instanceof ObjectNode object
                        && key.equals("funding")
                        && !object.has("grant_id")) {
                    object.putObject("grant_id").put("identifier", "unknown").put("type", "other");
                }
                // 1.0 wants both dates of a project; a project without them cannot be said there.
                boolean undated = oldest && key.equals("project") && !(lowered.has("start") && lowered.has("end"));
                // Nor can a licence that is no URL before 1.2.
                boolean nameless = key.equals("license") && !lowered.has("license_ref");
                if (!undated && !nameless) {
                    list.add(lowered);
                }
            });
        }
        return list;
    }

    private static JsonNode first(ArrayNode ids, ObjectNode owner) {
        if (!ids.isEmpty()) {
            return ids.get(0);
        }
        String name = owner.path("mbox").asString(owner.path("name").asString("unknown"));
        return JsonNodeFactory.instance.objectNode().put("identifier", name).put("type", "other");
    }

    private static Optional<String> uri(String text) {
        try {
            URI uri = new URI(text.strip().replace(" ", "%20"));
            return uri.isAbsolute() ? Optional.of(uri.toASCIIString()) : Optional.empty();
        } catch (URISyntaxException e) {
            return Optional.empty();
        }
    }
}
