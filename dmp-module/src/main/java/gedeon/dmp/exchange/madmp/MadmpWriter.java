package gedeon.dmp.exchange.madmp;

import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Writes plans. Older versions lose what they cannot say: keys that came later are left out, an identifier's type outside their closed
 * list becomes {@code other}. What is written is always valid in its version. Safe for many threads.
 */
public final class MadmpWriter {
    private final MadmpValidator validator;
    private final Map<Version, Shape> shapes = new EnumMap<>(Version.class);

    public MadmpWriter(MadmpValidator validator) {
        this.validator = validator;
        for (Version version : Version.values()) {
            shapes.put(version, Shape.of(version));
        }
    }

    /** The document, indented UTF-8. The tree is not changed. {@link MadmpIncomplete} when only the author could make it valid. */
    public byte[] write(JsonNode plan, Version version) {
        return JsonMapper.shared()
                .writerWithDefaultPrettyPrinter()
                .writeValueAsString(tree(plan, version))
                .getBytes(StandardCharsets.UTF_8);
    }

    /** The same as a tree. */
    public JsonNode tree(JsonNode plan, Version version) {
        JsonNode copy = plan.deepCopy();
        if (copy instanceof ObjectNode root && root.get("dmp") instanceof ObjectNode dmp) {
            new Mending(new Told()).mend(root, shape(Version.V1_2), "");
            new Derivation(new Told()).complete(dmp);
            if (version != Version.V1_2) {
                new Lowering(version == Version.V1_0).lower(root, shape(Version.V1_2), shape(version));
            }
        }
        List<Finding> findings = validator.validate(copy, version);
        if (!findings.isEmpty()) {
            throw new MadmpIncomplete(version, findings);
        }
        return copy;
    }

    private Shape shape(Version version) {
        Shape shape = shapes.get(version);
        if (shape == null) {
            throw new IllegalStateException("no schema for maDMP " + version.number());
        }
        return shape;
    }
}
