package gedeon.storage.s3.forms;

import static java.nio.charset.StandardCharsets.UTF_8;

import gedeon.storage.s3.S3Error;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What the author of a form allows those who send it (S3 "Creating a POST policy"): until when, and what each field must be. A field that no condition
 * speaks of is not allowed.
 *
 * @param least and {@code most}: bytes of the file
 */
public record PostPolicy(Instant expiration, List<Condition> conditions, long least, long most) {
    /** One PUT's bound holds for a form as well. */
    public static final long LARGEST = 5L << 30;

    private static final JsonMapper JSON = JsonMapper.builder().build();
    /** Fields that sign, that are signed by themselves, or that only narrow what the bytes may be. */
    private static final Set<String> NEED_NO_CONDITION =
            Set.of("policy", "signature", "x-amz-signature", "awsaccesskeyid");

    /** @param name in lower case */
    public record Condition(String name, String value, boolean prefix) {
        boolean holds(String given) {
            if (!prefix) {
                return given.equals(value);
            }
            // S3: a list of types fits where each of them does.
            if (!name.equals("content-type")) {
                return given.startsWith(value);
            }
            String[] all = given.split(",", -1);
            for (int i = 0; i < all.length; i++) {
                // The space behind a comma belongs to the list; any other is part of what is compared.
                if (!(i == 0 ? all[i] : all[i].strip()).startsWith(value)) {
                    return false;
                }
            }
            return true;
        }
    }

    /** @throws S3Error InvalidPolicyDocument */
    public static PostPolicy read(String base64) {
        JsonNode policy;
        try {
            policy = JSON.readTree(new String(Base64.getDecoder().decode(base64), UTF_8));
        } catch (IllegalArgumentException | JacksonException e) {
            throw invalid("it is JSON in base64");
        }
        JsonNode expiration = policy.get("expiration");
        JsonNode conditions = policy.get("conditions");
        if (expiration == null || !expiration.isString()) {
            throw invalid("its \"expiration\" is missing");
        }
        if (conditions == null || !conditions.isArray() || conditions.isEmpty()) {
            throw invalid("its \"conditions\" are a list that is not empty");
        }
        return new Reader().read(time(expiration.asString()), conditions);
    }

    private static Instant time(String text) {
        try {
            return Instant.parse(text);
        } catch (DateTimeParseException e) {
            throw invalid("\"expiration\" is a time such as 2030-01-01T12:00:00Z, was \"" + text + "\"");
        }
    }

    private static S3Error invalid(String why) {
        return new S3Error("InvalidPolicyDocument", 400, "the form's policy cannot be used: " + why);
    }

    private static final class Reader {
        private final List<Condition> conditions = new ArrayList<>();
        private long least;
        private long most = LARGEST;

        PostPolicy read(Instant expiration, JsonNode all) {
            for (JsonNode one : all) {
                if (one.isObject() && !one.isEmpty()) {
                    one.properties().forEach(entry -> add(entry.getKey(), text(entry.getValue()), false));
                } else if (one.isArray() && one.size() == 3) {
                    condition(one);
                } else {
                    throw invalid("a condition is {\"field\": \"value\"} or has three parts, was " + one);
                }
            }
            return new PostPolicy(expiration, List.copyOf(conditions), least, most);
        }

        private void condition(JsonNode one) {
            String kind = text(one.get(0)).toLowerCase(Locale.ROOT);
            switch (kind) {
                case "eq", "starts-with" -> {
                    String field = text(one.get(1));
                    if (!field.startsWith("$")) {
                        throw invalid("the field of a condition begins with $, was " + field);
                    }
                    add(field.substring(1), text(one.get(2)), kind.equals("starts-with"));
                }
                case "content-length-range" -> {
                    least = Math.max(least, bytes(one.get(1)));
                    most = Math.min(most, bytes(one.get(2)));
                }
                default -> throw invalid("the condition \"" + kind + "\" is not known");
            }
        }

        private void add(String field, String value, boolean prefix) {
            conditions.add(new Condition(field.toLowerCase(Locale.ROOT), value, prefix));
        }

        private static String text(JsonNode node) {
            if (!node.isString()) {
                throw invalid("a text is expected, was " + node);
            }
            return node.asString();
        }

        private static long bytes(JsonNode node) {
            try {
                long bytes = Long.parseLong(node.asString());
                if (bytes >= 0) {
                    return bytes;
                }
            } catch (NumberFormatException | JacksonException e) {
                // Said below.
            }
            throw invalid("content-length-range has two numbers of bytes, was " + node);
        }
    }

    /**
     * Asks whether a form may be sent as it is.
     *
     * @param fields by lower-case name, with {@code bucket} and {@code key} as they will be used
     * @throws S3Error AccessDenied, naming the condition
     */
    public void require(Map<String, String> fields, Instant now) {
        if (now.isAfter(expiration)) {
            throw denied("it expired at " + expiration);
        }
        Set<String> spoken = new HashSet<>();
        for (Condition condition : conditions) {
            spoken.add(condition.name());
            if (!condition.holds(fields.getOrDefault(condition.name(), ""))) {
                throw denied("the field " + condition.name() + (condition.prefix() ? " begins with \"" : " is \"")
                        + condition.value() + "\"");
            }
        }
        for (String name : fields.keySet()) {
            if (!spoken.contains(name)
                    && !NEED_NO_CONDITION.contains(name)
                    && !name.startsWith("x-ignore-")
                    && !name.startsWith("x-amz-checksum-")) {
                throw denied("it has no condition for the field " + name);
            }
        }
    }

    private static S3Error denied(String why) {
        return new S3Error("AccessDenied", 403, "Invalid according to Policy: " + why);
    }
}
