package gedeon.dmp;

import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Plans for tests, each part with a value unless said otherwise. */
final class TestPlans {
    private TestPlans() {}

    static JsonNode json(byte[] document) {
        return JsonMapper.shared().readTree(document);
    }

    /** A valid plan of one output; no size where {@code bytes} is negative. */
    static byte[] aPlan(String id, long bytes) {
        return aPlan(id, bytes, dmp -> {});
    }

    static byte[] aPlan(String id, long bytes, Consumer<ObjectNode> change) {
        ObjectNode root = JsonMapper.shared().createObjectNode();
        ObjectNode dmp = root.putObject("dmp");
        dmp.put("title", "Glaciers of Mont Aiguille")
                .put("language", "fra")
                .put("created", "2026-01-31T09:00:00Z")
                .put("modified", "2026-02-01T09:00:00+01:00")
                .put("ethical_issues_exist", "no");
        dmp.putObject("dmp_id")
                .put("identifier", "https://plans.example.org/" + id)
                .put("type", "url");
        ObjectNode contact = dmp.putObject("contact").put("name", "Aude Marin").put("mbox", "aude@example.org");
        contact.putObject("contact_id").put("identifier", "0000-0002-1825-0097").put("type", "orcid");
        output(dmp, "Ice cores", bytes);
        change.accept(dmp);
        return root.toString().getBytes(StandardCharsets.UTF_8);
    }

    static ObjectNode output(ObjectNode dmp, String title, long bytes) {
        ObjectNode dataset = dmp.withArray("dataset").addObject();
        dataset.put("title", title).put("personal_data", "no").put("sensitive_data", "no");
        dataset.putObject("dataset_id")
                .put("identifier", "10.5072/" + title.hashCode())
                .put("type", "doi");
        ObjectNode copy =
                dataset.putArray("distribution").addObject().put("title", title).put("data_access", "open");
        if (bytes >= 0) {
            copy.put("byte_size", bytes);
        }
        return dataset;
    }
}
