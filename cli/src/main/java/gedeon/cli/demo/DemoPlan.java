package gedeon.cli.demo;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** A small plan of a funded project as maDMP 1.2: one output whose planned volume becomes the notebook's room. */
final class DemoPlan {
    private DemoPlan() {}

    static String madmp(String created, long plannedBytes) {
        Map<String, Object> distribution = Map.of(
                "title", "Raw data during the project",
                "data_access", "closed",
                "byte_size", plannedBytes,
                "available_until", "2036-12-31",
                "host", Map.of("title", "Gédéon", "url", "https://gedeon.example.org"));
        Map<String, Object> dataset = Map.of(
                "title", "Raw acquisitions",
                "dataset_id", Map.of("identifier", "https://gedeon.example.org/outputs/raw", "type", "url"),
                "type", "dataset",
                "personal_data", "no",
                "sensitive_data", "no",
                "issued", "2027-06-30",
                "distribution", List.of(distribution));
        Map<String, Object> contact = Map.of(
                "name", "Josiah Carberry",
                "mbox", "josiah.carberry@example.org",
                "contact_id", List.of(Map.of("identifier", "https://orcid.org/0000-0002-1825-0097", "type", "orcid")));
        Map<String, Object> dmp = new LinkedHashMap<>();
        dmp.put("title", "Métabolites de la caféine");
        dmp.put("dmp_id", Map.of("identifier", "https://gedeon.example.org/plans/demo", "type", "url"));
        dmp.put("created", created);
        dmp.put("modified", created);
        dmp.put("language", "fra");
        dmp.put("ethical_issues_exist", "no");
        dmp.put("contact", contact);
        dmp.put("dataset", List.of(dataset));
        return JsonMapper.builder()
                .enable(SerializationFeature.INDENT_OUTPUT)
                .build()
                .writeValueAsString(Map.of("dmp", dmp));
    }
}
