package gedeon.dmp.exchange.madmp;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Reads plans of any version into one form: 1.2. What can be mended is mended and told; what only the author knows stays missing, for
 * {@link MadmpValidator} to find. Unknown keys are kept. Safe for many threads.
 */
public final class MadmpReader {
    /** Plans of a thousand outputs stay under 2 MB. */
    public static final int MOST_BYTES = 16 << 20;

    /** A plan is some ten levels deep; such a document has a hundred thousand tokens. */
    private static final StreamReadConstraints LIMITS = StreamReadConstraints.builder()
            .maxNestingDepth(100)
            .maxTokenCount(1_000_000)
            .build();

    private static final JsonMapper JSON = JsonMapper.builder(
                    JsonFactory.builder().streamReadConstraints(LIMITS).build())
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    private static final Pattern FRAMEWORK = Pattern.compile(", from `[^`]*`");

    private final Shape shape = Shape.of(Version.V1_2);

    /** A plan in 1.2 form, and what was mended on the way. */
    public record Read(ObjectNode plan, List<Mended> mended) {
        public Read {
            requireNonNull(plan, "plan");
            mended = List.copyOf(mended);
        }
    }

    /** Reads a whole document. The bytes must be UTF-8, UTF-16 or UTF-32 JSON. */
    public Read read(byte[] document) {
        if (document.length > MOST_BYTES) {
            throw new MadmpUnreadable("the document has more than " + MOST_BYTES + " bytes; give the plan alone");
        }
        JsonNode tree = parse(document);
        Texts.requireWhole(tree, "");
        Told mended = new Told();
        if (tree.isArray() && tree.size() == 1) {
            tree = tree.get(0);
            mended.add(new Mended("", "the plan stood in a list of one"));
        }
        if (!(tree instanceof ObjectNode object)) {
            throw new MadmpUnreadable("the document is JSON but no plan: give an object with the key dmp");
        }
        ObjectNode plan = object;
        if (!plan.has("dmp") && (plan.has("dmp_id") || plan.has("dataset"))) {
            plan = JSON.createObjectNode();
            plan.set("dmp", object);
            mended.add(new Mended("", "the plan stood at the root, without the key dmp"));
        }
        if (!plan.path("dmp").isObject() && !plan.path("dmp").isArray()) {
            throw new MadmpUnreadable("the document is JSON but no plan: give an object with the key dmp");
        }
        new Mending(mended).mend(plan, shape, "");
        if (plan.get("dmp") instanceof ObjectNode dmp) {
            new Derivation(mended).complete(dmp);
            return new Read(plan, mended.all());
        }
        throw new MadmpUnreadable("the document holds several plans or none under dmp: give one plan a document");
    }

    private static JsonNode parse(byte[] document) {
        try {
            return JSON.readTree(document);
        } catch (JacksonException e) {
            String fact = FRAMEWORK
                    .matcher(String.valueOf(e.getOriginalMessage()))
                    .replaceAll("")
                    .lines()
                    .findFirst()
                    .orElse("cannot be read");
            TokenStreamLocation where = e.getLocation() == null ? end(document) : e.getLocation();
            String place = where == null ? "" : " at line " + where.getLineNr() + ", column " + where.getColumnNr();
            throw new MadmpUnreadable("the JSON is broken" + place + ": " + fact);
        }
    }

    /** How far the document can be read, where the reader does not say. */
    private static @Nullable TokenStreamLocation end(byte[] document) {
        try (JsonParser parser = JSON.createParser(document)) {
            try {
                while (parser.nextToken() != null) {}
            } catch (JacksonException e) {
                return parser.currentLocation();
            }
            return parser.currentLocation();
        } catch (JacksonException e) {
            return null;
        }
    }
}
