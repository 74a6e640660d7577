package gedeon.server.tiers;

import gedeon.client.wire.NewPolicy;
import gedeon.client.wire.PolicyBody;
import gedeon.client.wire.PreviewBody;
import gedeon.client.wire.RuleBody;
import gedeon.storage.lifecycle.Tiering;
import gedeon.storage.lifecycle.tiering.Policies;
import gedeon.storage.lifecycle.tiering.PolicyRule;
import gedeon.storage.lifecycle.tiering.StoragePolicy;
import gedeon.storage.lifecycle.tiering.Unmet;
import gedeon.storage.tier.jdbc.Demands;
import gedeon.storage.tier.jdbc.JdbcTiers;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Storage policies as the wire writes them: tiers by name, ages in whole days. */
@Component
public class PolicyBodies {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,62}");
    private static final int LONGEST = 36_500;
    private static final String SEALED = "sealed";

    private final JdbcTiers tiers;
    private final TierBodies names;
    private final Policies policies;

    PolicyBodies(JdbcTiers tiers, TierBodies names, Tiering tiering) {
        this.tiers = tiers;
        this.names = names;
        this.policies = tiering.policies();
    }

    public List<PolicyBody> all() {
        return policies.all().stream().map(policy -> body(policy, null)).toList();
    }

    public PolicyBody body(StoragePolicy policy, @Nullable PreviewBody preview) {
        Map<Short, String> known = names.names();
        Demands demands = policy.demands();
        return new PolicyBody(
                policy.name(),
                names(policy.landing(), known),
                names(policy.copies(), known),
                policy.rules().stream().map(rule -> body(rule, known)).toList(),
                policy.fixityDays(),
                demands.copies() == 1 ? null : demands.copies(),
                demands.differentPlaces() ? true : null,
                demands.onlyCountry(),
                demands.healthData() ? true : null,
                unmet(policy),
                policies.notebooks(policy).size(),
                preview);
    }

    private static List<String> names(List<Short> ids, Map<Short, String> known) {
        return ids.stream()
                .map(id -> known.getOrDefault(id, String.valueOf(id)))
                .toList();
    }

    private static RuleBody body(PolicyRule rule, Map<Short, String> known) {
        return new RuleBody(
                known.getOrDefault(rule.to(), String.valueOf(rule.to())),
                days(rule.olderThan()),
                days(rule.unreadFor()),
                rule.largerThan(),
                rule.smallerThan(),
                rule.bucket(),
                rule.prefix(),
                rule.noncurrent() ? true : null,
                rule.tags().isEmpty() ? null : rule.tags(),
                rule.sealed() ? SEALED : null,
                rule.retained(),
                days(rule.retainedFor()));
    }

    private static @Nullable String days(@Nullable Duration age) {
        return age == null
                ? null
                : age.equals(Duration.ofDays(age.toDays())) ? "P" + age.toDays() + "D" : age.toString();
    }

    /**
     * The policy that a body describes, not saved.
     *
     * @throws IllegalArgumentException naming what is wrong with it, and what would be right
     */
    public StoragePolicy read(String name, NewPolicy body) {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException(
                    "a policy's name is 1 to 63 letters, digits, '.', '_' or '-', was \"" + name + "\"");
        }
        if (body.landing().isEmpty()) {
            throw new IllegalArgumentException("\"landing\" is empty; name at least one tier where new blobs land");
        }
        List<Short> landing = ids(body.landing(), "landing");
        for (int i = 0; i < landing.size(); i++) {
            if (tiers.recall(landing.get(i)).isPresent()) {
                throw new IllegalArgumentException("\"landing\" names the archive "
                        + body.landing().get(i)
                        + ", from which nobody reads at once; let a rule bring there what is old");
            }
        }
        List<Short> copies = ids(Objects.requireNonNullElse(body.copies(), List.of()), "copies");
        for (int i = 0; i < copies.size(); i++) {
            if (landing.contains(copies.get(i))) {
                throw new IllegalArgumentException("\"copies\" names the landing tier "
                        + Objects.requireNonNull(body.copies()).get(i)
                        + "; a second copy lies in another tier");
            }
        }
        List<PolicyRule> rules = new ArrayList<>();
        for (RuleBody rule : Objects.requireNonNullElse(body.rules(), List.<RuleBody>of())) {
            rules.add(rule(rule, rules.size()));
        }
        int fixityDays = Objects.requireNonNullElse(body.fixityDays(), 90);
        if (fixityDays < 1 || fixityDays > LONGEST) {
            throw new IllegalArgumentException("\"fixityDays\" must be 1.." + LONGEST + ", was " + fixityDays);
        }
        StoragePolicy policy = new StoragePolicy(0, name, landing, copies, rules, fixityDays, demands(body));
        List<String> unmet = unmet(policy);
        if (!unmet.isEmpty()) {
            throw new IllegalArgumentException(String.join("; ", unmet));
        }
        return policy;
    }

    private static Demands demands(NewPolicy body) {
        int copies = Objects.requireNonNullElse(body.copyCount(), 1);
        boolean different = Boolean.TRUE.equals(body.differentPlaces());
        if (different && copies < 2) {
            throw new IllegalArgumentException(
                    "\"differentPlaces\" is of copies that are counted; say \"copyCount\", such as 2");
        }
        return new Demands(copies, different, body.onlyCountry(), Boolean.TRUE.equals(body.healthData()));
    }

    private List<String> unmet(StoragePolicy policy) {
        return new Unmet(
                        tiers.all(),
                        tier -> !tiers.readOnly(tier) && tiers.recall(tier).isEmpty())
                .of(policy);
    }

    private List<Short> ids(List<String> named, String field) {
        List<Short> ids = new ArrayList<>();
        for (String name : named) {
            short id = id(name, field);
            if (ids.contains(id)) {
                throw new IllegalArgumentException("\"" + field + "\" names the tier " + name + " twice");
            }
            ids.add(id);
        }
        return ids;
    }

    private short id(String name, String field) {
        short id = tiers.named(name)
                .orElseThrow(() -> new IllegalArgumentException(
                        "\"" + field + "\" names the tier \"" + name + "\", which is not there; there are "
                                + String.join(", ", names.names().values())))
                .id();
        if (tiers.readOnly(id)) {
            throw new IllegalArgumentException("\"" + field + "\" names the adopted folder " + name
                    + ", where nothing is written; name another tier");
        }
        return id;
    }

    private PolicyRule rule(@Nullable RuleBody rule, int place) {
        if (rule == null) {
            throw new IllegalArgumentException("rules[" + place + "] is null; leave it out");
        }
        Map<String, String> tags = Objects.requireNonNullElse(rule.tags(), Map.of());
        if (tags.values().stream().anyMatch(Objects::isNull)) {
            throw new IllegalArgumentException("a tag of rules[" + place + "] has no value");
        }
        if (rule.state() != null && !rule.state().equals(SEALED)) {
            throw new IllegalArgumentException(
                    "\"rules[" + place + "].state\" is sealed, or left out, was \"" + rule.state() + "\"");
        }
        if (Boolean.FALSE.equals(rule.retained()) && rule.retainedFor() != null) {
            throw new IllegalArgumentException("rules[" + place
                    + "] asks for versions that are not retained and are retained for days; no version is both");
        }
        return new PolicyRule(
                id(rule.to(), "rules[" + place + "].to"),
                age(rule.olderThan(), "rules[" + place + "].olderThan"),
                age(rule.unreadFor(), "rules[" + place + "].unreadFor"),
                size(rule.largerThan(), "rules[" + place + "].largerThan"),
                size(rule.smallerThan(), "rules[" + place + "].smallerThan"),
                rule.bucket(),
                rule.prefix(),
                Boolean.TRUE.equals(rule.noncurrent()),
                tags,
                rule.state() != null,
                rule.retained(),
                age(rule.retainedFor(), "rules[" + place + "].retainedFor"));
    }

    private static @Nullable Duration age(@Nullable String text, String field) {
        if (text == null) {
            return null;
        }
        try {
            Duration age = Duration.parse(text);
            long days = age.toDays();
            if (days >= 1 && days <= LONGEST && age.equals(Duration.ofDays(days))) {
                return age;
            }
        } catch (DateTimeParseException | ArithmeticException e) {
            // told below
        }
        throw new IllegalArgumentException(
                "\"" + field + "\" is a number of whole days as P90D, at most P" + LONGEST + "D, was \"" + text + "\"");
    }

    private static @Nullable Long size(@Nullable Long bytes, String field) {
        if (bytes != null && bytes < 0) {
            throw new IllegalArgumentException("\"" + field + "\" is a number of bytes, was " + bytes);
        }
        return bytes;
    }
}
