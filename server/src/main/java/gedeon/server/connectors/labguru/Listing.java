package gedeon.server.connectors.labguru;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A page of a list: an array, or an object that holds one beside its {@code meta}.
 *
 * @param pages how many there are, where {@code meta} tells
 */
record Listing(List<JsonNode> items, @Nullable Integer pages) {
    private static final JsonMapper JSON = new JsonMapper();
    private static final List<String> HOLDERS = List.of("data", "items", "results");

    /** @throws LabguruFailed where it is none */
    static Listing read(byte[] body) {
        JsonNode root;
        try {
            root = body.length == 0 ? JSON.createArrayNode() : JSON.readTree(body);
        } catch (JacksonException e) {
            throw LabguruFailed.forGood(
                    page(body)
                            ? "it answers with a page for people instead of JSON; give the address of Labguru itself,"
                                    + " such as https://my.labguru.com"
                            : "its answer is no JSON; is this the address of a Labguru?");
        }
        JsonNode array = root.isArray() || root.isNull() ? root : held(root);
        List<JsonNode> items = new ArrayList<>();
        array.forEach(items::add);
        JsonNode count = root.path("meta").path("page_count");
        return new Listing(items, count.isInt() ? count.asInt() : null);
    }

    private static JsonNode held(JsonNode root) {
        for (String holder : HOLDERS) {
            if (root.path(holder).isArray()) {
                return root.path(holder);
            }
        }
        for (JsonNode value : root) {
            if (value.isArray()) {
                return value;
            }
        }
        throw LabguruFailed.forGood("its answer holds no list; is this the address of a Labguru?");
    }

    /** Whether it looks like HTML. */
    static boolean page(byte[] body) {
        for (byte b : body) {
            if (b == '<') {
                return true;
            }
            if (b > ' ') {
                return false;
            }
        }
        return false;
    }
}
