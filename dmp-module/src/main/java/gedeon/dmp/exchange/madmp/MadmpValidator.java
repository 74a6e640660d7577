package gedeon.dmp.exchange.madmp;

import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/**
 * Holds a plan against the official schema of a version, formats included, and against the two rules only the standard's text has: at
 * least one dataset, at least one role. Safe for many threads.
 */
public final class MadmpValidator {
    private final Map<Version, Schema> schemas = new EnumMap<>(Version.class);

    public MadmpValidator() {
        for (Version version : Version.values()) {
            SchemaRegistry registry = SchemaRegistry.withDefaultDialect(
                    version == Version.V1_2 ? SpecificationVersion.DRAFT_2020_12 : SpecificationVersion.DRAFT_7);
            schemas.put(version, registry.getSchema(Shape.of(version).root()));
        }
    }

    /** Everything wrong with the plan, in the schema's order; empty when it is valid. */
    public List<Finding> validate(JsonNode plan, Version version) {
        Schema schema = schemas.get(version);
        if (schema == null) {
            throw new IllegalStateException("no schema for maDMP " + version.number());
        }
        List<Finding> findings = new ArrayList<>();
        for (Error error : schema.validate(
                plan, context -> context.executionConfig(config -> config.formatAssertionsEnabled(true)))) {
            findings.add(finding(error));
        }
        JsonNode dmp = plan.path("dmp");
        emptyList(dmp, "dataset", "/dmp/dataset", findings);
        int index = 0;
        for (JsonNode contributor : dmp.path("contributor")) {
            emptyList(contributor, "role", "/dmp/contributor/" + index++ + "/role", findings);
        }
        return List.copyOf(findings);
    }

    private static void emptyList(JsonNode owner, String key, String pointer, List<Finding> findings) {
        JsonNode list = owner.path(key);
        if (list.isArray() && list.isEmpty()) {
            findings.add(new Finding(pointer, "empty", key + " is empty", "Give at least one " + key + "."));
        }
    }

    private static Finding finding(Error error) {
        String pointer = error.getInstanceLocation().toString();
        String keyword = String.valueOf(error.getKeyword());
        String message = String.valueOf(error.getMessage());
        return switch (keyword) {
            case "required" ->
                new Finding(
                        pointer + "/" + error.getProperty(), "missing", message, "Add " + error.getProperty() + ".");
            case "enum" -> new Finding(pointer, "not-allowed", message, "Take one of the values the message lists.");
            case "type" -> new Finding(pointer, "wrong-type", message, "Give a value of the type the message names.");
            case "format" -> new Finding(pointer, "wrong-format", message, formatRemedy(message));
            case "additionalProperties" -> new Finding(pointer, "unknown-key", message, "Remove the key.");
            case "oneOf" ->
                new Finding(pointer, "wrong-type", message, "Give one identifier object, or a list of them.");
            case "minItems" -> new Finding(pointer, "empty", message, "Give at least one.");
            default -> new Finding(pointer, keyword, message, "Change the value so that the message no longer holds.");
        };
    }

    private static String formatRemedy(String message) {
        if (message.contains("date-time")) {
            return "Write date, time and zone, such as 2026-01-31T09:00:00Z.";
        }
        if (message.contains("date")) {
            return "Write year, month and day, such as 2026-01-31.";
        }
        return message.contains("email")
                ? "Write one e-mail address."
                : "Write a whole URL, such as https://example.org/plan.";
    }
}
