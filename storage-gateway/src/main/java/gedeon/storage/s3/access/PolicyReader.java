package gedeon.storage.s3.access;

import static java.nio.charset.StandardCharsets.UTF_8;

import gedeon.storage.s3.S3Error;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Reads a bucket policy (IAM's JSON policy language, as far as docs/s3.md says). What is not understood is refused when the policy is put, with its place:
 * a denial that is passed over would let in whom it shuts out.
 */
public final class PolicyReader {
    /** S3's bound. */
    private static final int LARGEST = 20 << 10;

    private static final int MOST_STATEMENTS = 200;
    private static final String ARN = "arn:aws:s3:::";
    private static final Set<String> ELEMENTS = Set.of("Version", "Id", "Statement");
    private static final Set<String> STATEMENT = Set.of(
            "Sid",
            "Effect",
            "Principal",
            "NotPrincipal",
            "Action",
            "NotAction",
            "Resource",
            "NotResource",
            "Condition");
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private final String bucket;

    private PolicyReader(String bucket) {
        this.bucket = bucket;
    }

    /**
     * @param bucket whose policy it is; resources of other buckets are refused
     * @throws S3Error MalformedPolicy
     */
    public static Policy read(String text, String bucket) {
        if (text.getBytes(UTF_8).length > LARGEST) {
            throw malformed("policy", "it has at most " + LARGEST + " bytes");
        }
        JsonNode root;
        try {
            root = JSON.readTree(text);
        } catch (JacksonException e) {
            throw malformed("policy", "it is no JSON, or says something twice");
        }
        return new PolicyReader(bucket).policy(root);
    }

    static S3Error malformed(String place, String why) {
        return new S3Error("MalformedPolicy", 400, place + ": " + why);
    }

    private Policy policy(JsonNode root) {
        only("policy", root, ELEMENTS);
        JsonNode version = root.get("Version");
        if (version != null
                && !(version.isString() && Set.of("2012-10-17", "2008-10-17").contains(version.stringValue()))) {
            throw malformed("Version", "it is 2012-10-17 or 2008-10-17");
        }
        JsonNode given = root.get("Statement");
        if (given == null || !(given.isArray() || given.isObject())) {
            throw malformed("Statement", "it is a statement or a list of them");
        }
        List<JsonNode> all = new ArrayList<>();
        if (given.isArray()) {
            given.forEach(all::add);
        } else {
            all.add(given);
        }
        if (all.isEmpty() || all.size() > MOST_STATEMENTS) {
            throw malformed("Statement", "there are 1 to " + MOST_STATEMENTS + " statements, were " + all.size());
        }
        List<Statement> statements = new ArrayList<>();
        Set<String> sids = new HashSet<>();
        for (int i = 0; i < all.size(); i++) {
            String place = "Statement[" + i + "]";
            JsonNode sid = all.get(i).get("Sid");
            if (sid != null && !sid.isString()) {
                throw malformed(place + ".Sid", "it is a text");
            }
            if (sid != null && !sids.add(sid.stringValue())) {
                throw malformed(place + ".Sid", "two statements have the same");
            }
            statements.add(statement(place, all.get(i)));
        }
        return new Policy(List.copyOf(statements));
    }

    private static void only(String place, JsonNode node, Set<String> known) {
        if (!node.isObject()) {
            throw malformed(place, "it is a JSON object");
        }
        for (String name : node.propertyNames()) {
            if (!known.contains(name)) {
                throw malformed(place + "." + name, "there is no such element");
            }
        }
    }

    private Statement statement(String place, JsonNode node) {
        only(place, node, STATEMENT);
        boolean allow = switch (node.path("Effect").stringValue("")) {
            case "Allow" -> true;
            case "Deny" -> false;
            default -> throw malformed(place + ".Effect", "it is Allow or Deny");
        };
        String who = one(place, node, "Principal", "NotPrincipal");
        String what = one(place, node, "Action", "NotAction");
        String where = one(place, node, "Resource", "NotResource");
        boolean notPrincipals = who.equals("NotPrincipal");
        if (allow && notPrincipals) {
            throw malformed(place + ".NotPrincipal", "it is only used to deny: else whoever is not named is let in");
        }
        List<String> actions = texts(place + "." + what, node.get(what));
        actions.forEach(action -> requireAction(place + "." + what, action));
        List<String> resources = texts(place + "." + where, node.get(where));
        resources.forEach(resource -> requireResource(place + "." + where, resource));
        return new Statement(
                allow,
                notPrincipals,
                Principals.read(place + "." + who, node.get(who)),
                what.equals("NotAction"),
                actions.stream().map(one -> one.toLowerCase(Locale.ROOT)).toList(),
                where.equals("NotResource"),
                resources,
                conditions(place + ".Condition", node.get("Condition")));
    }

    private static String one(String place, JsonNode node, String name, String not) {
        if (node.has(name) == node.has(not)) {
            throw malformed(place, "it has " + name + " or " + not);
        }
        return node.has(name) ? name : not;
    }

    private static void requireAction(String place, String pattern) {
        if (!S3Action.anyOf(pattern)) {
            throw malformed(place, "\"" + pattern + "\" is no action of S3");
        }
    }

    /** A policy speaks of its own bucket and what lies in it. */
    private void requireResource(String place, String resource) {
        if (resource.equals("*")) {
            return;
        }
        if (!resource.startsWith(ARN)) {
            throw malformed(place, "a resource is " + ARN + bucket + " or " + ARN + bucket + "/prefix*");
        }
        String path = resource.substring(ARN.length());
        int slash = path.indexOf('/');
        if (!Glob.matches(slash < 0 ? path : path.substring(0, slash), bucket) && !Glob.matches(path, bucket + "/")) {
            throw malformed(place, "\"" + resource + "\" is not in bucket " + bucket);
        }
    }

    private static List<Condition> conditions(String place, @Nullable JsonNode node) {
        List<Condition> all = new ArrayList<>();
        if (node == null) {
            return all;
        }
        if (!node.isObject()) {
            throw malformed(place, "it is a JSON object");
        }
        for (Map.Entry<String, JsonNode> operator : node.properties()) {
            String at = place + "." + operator.getKey();
            if (!operator.getValue().isObject()) {
                throw malformed(at, "it is a JSON object");
            }
            for (Map.Entry<String, JsonNode> key : operator.getValue().properties()) {
                all.add(condition(at, operator.getKey(), key.getKey(), key.getValue()));
            }
        }
        return List.copyOf(all);
    }

    private static Condition condition(String place, String operator, String key, JsonNode values) {
        Condition.Each each = operator.startsWith("ForAllValues:")
                ? Condition.Each.FOR_ALL
                : operator.startsWith("ForAnyValue:") ? Condition.Each.FOR_ANY : Condition.Each.ONE;
        String name = operator.substring(operator.indexOf(':') + 1);
        boolean ifExists = name.endsWith("IfExists");
        String plain = ifExists ? name.substring(0, name.length() - "IfExists".length()) : name;
        boolean prefixed = operator.indexOf(':') >= 0;
        Operator found = Operator.of(plain)
                .filter(one -> prefixed == (each != Condition.Each.ONE))
                .filter(one -> one != Operator.NULL || (!ifExists && !prefixed))
                .orElseThrow(() -> malformed(place, "there is no such operator"));
        String fact = ConditionKeys.of(key)
                .orElseThrow(() -> malformed(place + "." + key, "there is no such key of a request"));
        List<String> texts = texts(place + "." + key, values);
        for (String value : texts) {
            if (!found.accepts(value)) {
                throw malformed(place + "." + key, "\"" + value + "\" is no value for " + plain);
            }
        }
        return new Condition(found, each, ifExists, fact, texts);
    }

    /** One text or a list of them; figures and truth values count as their text. */
    static List<String> texts(String place, JsonNode node) {
        List<String> all = new ArrayList<>();
        if (node.isArray()) {
            node.forEach(one -> all.add(text(place, one)));
        } else {
            all.add(text(place, node));
        }
        if (all.isEmpty()) {
            throw malformed(place, "it is empty");
        }
        return List.copyOf(all);
    }

    private static String text(String place, JsonNode node) {
        if (!(node.isString() || node.isNumber() || node.isBoolean())) {
            throw malformed(place, "it is a text or a list of texts");
        }
        String text = node.asString();
        if (text.contains("${")) {
            throw malformed(place, "variables are not offered");
        }
        return text;
    }
}
