package gedeon.metadata.intake;

import gedeon.kernel.FinishRule;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** The rules that come with this release, and how rules are written and read. */
final class ShippedRules {
    static final JsonMapper JSON = JsonMapper.builder()
            .disable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .build();

    private static final String RESOURCE = "/gedeon/metadata/rules/shipped.json";

    private ShippedRules() {}

    /** By their names. */
    static Map<String, FinishRule> read() {
        try (InputStream in = Objects.requireNonNull(ShippedRules.class.getResourceAsStream(RESOURCE), RESOURCE)) {
            Map<String, FinishRule> rules = new LinkedHashMap<>();
            for (FinishRule rule : JSON.readValue(in, new TypeReference<List<FinishRule>>() {})) {
                if (rules.put(rule.name(), rule) != null) {
                    throw new IllegalStateException("two shipped rules are named " + rule.name());
                }
            }
            return Map.copyOf(rules);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
