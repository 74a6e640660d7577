package gedeon.storage.webhooks;

import gedeon.storage.StoredVersion;
import gedeon.storage.namespace.VersionRow;
import java.time.Instant;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * One event for one webhook, as the outbox keeps it.
 *
 * @param configuration the id by which the bucket's configuration names its part
 */
public record Notice(String webhook, String configuration, Instant at, StoredVersion version) {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    public String text() {
        ObjectNode body = JSON.createObjectNode();
        body.put("webhook", webhook)
                .put("configuration", configuration)
                .put("at", at.toString())
                .put("version", VersionRow.event(version));
        return JSON.writeValueAsString(body);
    }

    static Notice read(String text) {
        JsonNode body = JSON.readTree(text);
        return new Notice(
                body.get("webhook").asString(),
                body.get("configuration").asString(),
                Instant.parse(body.get("at").asString()),
                VersionRow.fromEvent(body.get("version").asString()));
    }
}
