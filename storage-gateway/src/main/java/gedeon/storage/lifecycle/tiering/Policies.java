package gedeon.storage.lifecycle.tiering;

import gedeon.storage.sql.Sql;
import gedeon.storage.tier.jdbc.TierRows;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Storage policies, and which notebook has which. */
public final class Policies {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final String SELECT =
            "select id, name, landing, copies, rules::text as rules, fixity_days, demands::text as demands from storage_policy ";

    private final Sql sql;

    public Policies(Sql sql) {
        this.sql = sql;
    }

    public List<StoragePolicy> all() {
        return sql.list(Policies::read, SELECT + "order by name");
    }

    public Optional<StoragePolicy> named(String name) {
        return sql.one(Policies::read, SELECT + "where name = ?", name);
    }

    /** Makes it, or gives the one of that name other contents; {@code id} is not looked at. */
    public StoragePolicy save(StoragePolicy policy) {
        return sql.inTransaction(c -> Sql.list(
                        c,
                        Policies::read,
                        "insert into storage_policy as p (name, landing, copies, rules, fixity_days, demands) values (?, ?, ?, ?::jsonb, ?, ?::jsonb) on conflict (name) do update "
                                + "set landing = excluded.landing, copies = excluded.copies, rules = excluded.rules, fixity_days = excluded.fixity_days, demands = excluded.demands, changed = now() "
                                + "returning id, name, landing, copies, rules::text as rules, fixity_days, demands::text as demands",
                        policy.name(),
                        c.createArrayOf("smallint", policy.landing().toArray()),
                        c.createArrayOf("smallint", policy.copies().toArray()),
                        rules(policy.rules()),
                        policy.fixityDays(),
                        JSON.writeValueAsString(policy.demands()))
                .getFirst());
    }

    /** @return false where there is none of that name, or a notebook has it */
    public boolean delete(String name) {
        return sql.update(
                        "delete from storage_policy p where p.name = ? and not exists (select 1 from notebook n where n.policy = p.id)",
                        name)
                == 1;
    }

    /** @param policy null: none, its blobs lie in the house's tier and stay where they are */
    public void assign(int notebook, @Nullable StoragePolicy policy) {
        sql.update("update notebook set policy = ? where id = ?", policy == null ? null : policy.id(), notebook);
    }

    public Optional<StoragePolicy> of(int notebook) {
        return sql.one(Policies::read, SELECT + "where id = (select policy from notebook where id = ?)", notebook);
    }

    /** Ids of the notebooks that have it. */
    public Set<Integer> notebooks(StoragePolicy policy) {
        return Set.copyOf(sql.list(row -> row.getInt(1), "select id from notebook where policy = ?", policy.id()));
    }

    /** Of all notebooks that have one. */
    Map<Integer, StoragePolicy> ofNotebooks() {
        Map<Integer, StoragePolicy> byId = new HashMap<>();
        all().forEach(policy -> byId.put(policy.id(), policy));
        Map<Integer, StoragePolicy> of = new HashMap<>();
        record Has(int notebook, int policy) {}
        for (Has one : sql.list(
                row -> new Has(row.getInt(1), row.getInt(2)),
                "select id, policy from notebook where policy is not null")) {
            StoragePolicy policy = byId.get(one.policy());
            if (policy != null) {
                of.put(one.notebook(), policy);
            }
        }
        return of;
    }

    private static StoragePolicy read(ResultSet row) throws SQLException {
        return new StoragePolicy(
                row.getInt("id"),
                row.getString("name"),
                tiers(row.getArray("landing")),
                tiers(row.getArray("copies")),
                rules(row.getString("rules")),
                row.getInt("fixity_days"),
                TierRows.demands(row.getString("demands")));
    }

    private static List<Short> tiers(Array column) throws SQLException {
        List<Short> tiers = new ArrayList<>();
        for (Object one : (Object[]) column.getArray()) {
            tiers.add(((Number) one).shortValue());
        }
        return tiers;
    }

    private static String rules(List<PolicyRule> rules) {
        ArrayNode all = JSON.createArrayNode();
        for (PolicyRule rule : rules) {
            ObjectNode one = all.addObject().put("to", rule.to()).put("noncurrent", rule.noncurrent());
            putIfGiven(
                    one,
                    "olderThan",
                    rule.olderThan() == null ? null : rule.olderThan().toString());
            putIfGiven(
                    one,
                    "unreadFor",
                    rule.unreadFor() == null ? null : rule.unreadFor().toString());
            putIfGiven(one, "bucket", rule.bucket());
            putIfGiven(one, "prefix", rule.prefix());
            if (rule.largerThan() != null) {
                one.put("largerThan", rule.largerThan());
            }
            if (rule.smallerThan() != null) {
                one.put("smallerThan", rule.smallerThan());
            }
            if (rule.sealed()) {
                one.put("sealed", true);
            }
            if (rule.retained() != null) {
                one.put("retained", rule.retained());
            }
            putIfGiven(
                    one,
                    "retainedFor",
                    rule.retainedFor() == null ? null : rule.retainedFor().toString());
            one.set("tags", JSON.valueToTree(rule.tags()));
        }
        return JSON.writeValueAsString(all);
    }

    private static void putIfGiven(ObjectNode node, String name, @Nullable String value) {
        if (value != null) {
            node.put(name, value);
        }
    }

    private static List<PolicyRule> rules(String json) {
        List<PolicyRule> rules = new ArrayList<>();
        for (JsonNode one : JSON.readTree(json)) {
            Map<String, String> tags = new LinkedHashMap<>();
            one.path("tags")
                    .properties()
                    .forEach(tag -> tags.put(tag.getKey(), tag.getValue().asString()));
            rules.add(new PolicyRule(
                    (short) one.get("to").asInt(),
                    duration(one, "olderThan"),
                    duration(one, "unreadFor"),
                    number(one, "largerThan"),
                    number(one, "smallerThan"),
                    text(one, "bucket"),
                    text(one, "prefix"),
                    one.path("noncurrent").asBoolean(),
                    tags,
                    one.path("sealed").asBoolean(),
                    one.has("retained") ? one.get("retained").asBoolean() : null,
                    duration(one, "retainedFor")));
        }
        return rules;
    }

    private static @Nullable String text(JsonNode node, String name) {
        JsonNode value = node.get(name);
        return value == null ? null : value.asString();
    }

    private static @Nullable Duration duration(JsonNode node, String name) {
        String text = text(node, name);
        return text == null ? null : Duration.parse(text);
    }

    private static @Nullable Long number(JsonNode node, String name) {
        JsonNode value = node.get(name);
        return value == null ? null : value.asLong();
    }
}
