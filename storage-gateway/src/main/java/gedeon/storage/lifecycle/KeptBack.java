package gedeon.storage.lifecycle;

import gedeon.storage.StoredVersion;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** What a bucket's rules wanted and did not get, because something outranks them: counted, with the first examples of each reason. */
public record KeptBack(Map<Why, Kept> reasons) {
    public static final KeptBack NONE = new KeptBack(Map.of());

    private static final int EXAMPLES = 5;
    private static final JsonMapper JSON = JsonMapper.builder().build();

    public KeptBack {
        reasons = Map.copyOf(reasons);
    }

    /** What outranks a rule. */
    public enum Why {
        /** A legal hold. */
        HOLD,
        /** Retention that is not over; said is its end. */
        RETENTION,
        /** It is part of a sealed dataset. */
        SEALED,
        /** Its notebook's storage policy wants it where it is not yet; said are the tiers. */
        POLICY,
        /** A transition into an archive, where the policy moves nothing; said is the bucket's rule. */
        TRANSITION
    }

    /** @param said see {@link Why}; null where there is nothing more to say */
    public record Example(
            String key, String version, @Nullable String said) {}

    /** @param examples at most {@value #EXAMPLES} */
    public record Kept(long versions, long bytes, List<Example> examples) {
        public Kept {
            examples = List.copyOf(examples);
        }
    }

    /** A reason, and what is said of it. */
    record Reason(Why why, @Nullable String said) {}

    KeptBack plus(Reason reason, StoredVersion version) {
        Map<Why, Kept> all = new EnumMap<>(Why.class);
        all.putAll(reasons);
        Kept before = all.getOrDefault(reason.why(), new Kept(0, 0, List.of()));
        List<Example> examples = before.examples();
        if (examples.size() < EXAMPLES) {
            examples = new ArrayList<>(examples);
            examples.add(new Example(version.key().toString(), version.versionText(), reason.said()));
        }
        all.put(
                reason.why(),
                new Kept(before.versions() + 1, before.bytes() + version.size().value(), examples));
        return new KeptBack(all);
    }

    String json() {
        ObjectNode all = JSON.createObjectNode();
        reasons.forEach((why, kept) -> all.set(why.name(), JSON.valueToTree(kept)));
        // A text of PostgreSQL holds no NUL, and a key may.
        return JSON.writeValueAsString(all).replace("\\u0000", "\\ufffd");
    }

    static KeptBack parse(String json) {
        Map<Why, Kept> all = new EnumMap<>(Why.class);
        JsonNode told = JSON.readTree(json);
        for (Why why : Why.values()) {
            Optional.ofNullable(told.get(why.name()))
                    .ifPresent(kept -> all.put(why, JSON.treeToValue(kept, Kept.class)));
        }
        return new KeptBack(all);
    }
}
