package gedeon.dmp.exchange.madmp;

import java.util.List;
import java.util.Random;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Plans of the laboratory that does not exist. */
final class MadmpPlans {
    private static final List<String> ANSWERS = List.of("yes", "no", "unknown");

    private MadmpPlans() {}

    static ObjectNode minimal() {
        ObjectNode root = JsonMapper.shared().createObjectNode();
        ObjectNode dmp = root.putObject("dmp");
        dmp.put("title", "Glaciers of Mont Aiguille").put("language", "fra");
        dmp.put("created", "2026-01-31T09:00:00Z").put("modified", "2026-02-01T09:00:00+01:00");
        dmp.put("ethical_issues_exist", "no");
        dmp.putObject("dmp_id").put("identifier", "https://plans.example.org/7").put("type", "url");
        ObjectNode contact = dmp.putObject("contact").put("name", "Aude Marin").put("mbox", "aude@example.org");
        contact.putObject("contact_id").put("identifier", "0000-0002-1825-0097").put("type", "orcid");
        dataset(dmp, "Ice cores");
        return root;
    }

    static ObjectNode dataset(ObjectNode dmp, String title) {
        ObjectNode dataset = dmp.withArray("dataset").addObject();
        dataset.put("title", title).put("personal_data", "no").put("sensitive_data", "unknown");
        dataset.putObject("dataset_id")
                .put("identifier", "10.5072/" + title.hashCode())
                .put("type", "doi");
        return dataset;
    }

    /** A plan with any mix of optional parts, 1.2's included. */
    static ObjectNode random(int seed) {
        Random dice = new Random(seed);
        ObjectNode root = minimal();
        ObjectNode dmp = (ObjectNode) root.get("dmp");
        root.put("$schema", "maDMP-schema-1.2.json").put("x_note", "kept");
        dmp.put("ethical_issues_exist", ANSWERS.get(dice.nextInt(3)));
        if (dice.nextBoolean()) {
            dmp.put("ethical_issues_report", dice.nextBoolean() ? "see annex é" : "https://example.org/report");
        }
        for (int i = dice.nextInt(3); i > 0; i--) {
            ObjectNode contributor = dmp.withArray("contributor").addObject().put("name", "Person " + i);
            contributor.putArray("role").add("DataManager");
            for (int n = dice.nextInt(3), at = 0; at < n; at++) {
                contributor
                        .withArray("contributor_id")
                        .addObject()
                        .put("identifier", "id" + at)
                        .put("type", "idref");
            }
            if (dice.nextBoolean()) {
                contributor.withArray("affiliation").addObject().put("name", "Institut des Écrins");
            }
        }
        for (int i = dice.nextInt(3); i > 0; i--) {
            ObjectNode project = dmp.withArray("project").addObject().put("title", "Project " + i);
            if (dice.nextBoolean()) {
                project.put("start", "2026-01-01").put("end", "2028-12-31");
            }
            project.putArray("project_id")
                    .addObject()
                    .put("identifier", "p" + i)
                    .put("type", "raid");
            ObjectNode funding = project.putArray("funding").addObject().put("funding_status", "granted");
            funding.putObject("funder_id").put("identifier", "00rbzpz17").put("type", "ror");
        }
        for (int i = dice.nextInt(4); i > 0; i--) {
            ObjectNode dataset = dataset(dmp, "Set " + i).put("is_reused", dice.nextBoolean());
            ObjectNode metadata = dataset.putArray("metadata").addObject().put("language", "eng");
            metadata.putArray("metadata_standard_id")
                    .addObject()
                    .put("identifier", "ISO 19115")
                    .put("type", "fairsharing");
            dataset.putArray("technical_resource").addObject().put("name", "Drill");
            for (int n = dice.nextInt(3); n > 0; n--) {
                ObjectNode copy = dataset.withArray("distribution").addObject().put("title", "Copy " + n);
                copy.put("data_access", "shared")
                        .put("byte_size", dice.nextLong(1L << 50))
                        .put("issued", "2027-01-01");
                copy.putArray("license")
                        .addObject()
                        .put("license_ref", "https://example.org/my licence")
                        .put("start_date", "2028-01-01");
                ObjectNode host = copy.putObject("host")
                        .put("title", "Store")
                        .put("url", dice.nextBoolean() ? "https://store.example.org" : "no address yet");
                host.putArray("host_id").addObject().put("identifier", "r3d1").put("type", "re3data");
                host.putArray("pid_system").add("doi");
            }
        }
        return root;
    }
}
