package gedeon.storage.lifecycle;

import gedeon.storage.lifecycle.tiering.PolicyRule;
import gedeon.storage.lifecycle.tiering.Transitioned;
import gedeon.storage.sql.Sql;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * Which versions the lifecycle of their bucket wants in an archive (transitions to GLACIER and DEEP_ARCHIVE), by the rules as they are when this is made. Other
 * classes ask for what no tier here is, and move nothing.
 */
final class Transitions implements Transitioned {
    private static final Set<String> ARCHIVES = Set.of("GLACIER", "DEEP_ARCHIVE");

    private final Sql sql;
    private final Days days;
    private final Map<String, LifecycleRules> rules = new HashMap<>();

    /** @param reader of the text that a bucket keeps as its lifecycle */
    Transitions(Sql sql, Days days, Function<String, LifecycleRules> reader) {
        this.sql = sql;
        this.days = days;
        record Kept(String bucket, String text) {}
        for (Kept kept : sql.list(
                row -> new Kept(row.getString(1), row.getString(2)),
                "select name, settings ->> 'LIFECYCLE' from bucket where settings ?? 'LIFECYCLE'")) {
            LifecycleRules all = reader.apply(kept.text());
            if (all.rules().stream().anyMatch(Transitions::archives)) {
                rules.put(kept.bucket(), all);
            }
        }
    }

    static boolean archives(LifecycleRule rule) {
        return rule.enabled()
                && (rule.transitions().stream().anyMatch(one -> ARCHIVES.contains(one.storageClass()))
                        || rule.noncurrentTransitions().stream()
                                .anyMatch(one -> ARCHIVES.contains(one.storageClass())));
    }

    @Override
    public boolean wanted(PolicyRule.Use use, Instant now) {
        LifecycleRules of = rules.get(use.bucket());
        return of != null
                && of.rules().stream()
                        .filter(Transitions::archives)
                        .filter(rule ->
                                rule.filter().fits(use.key().getBytes(StandardCharsets.UTF_8), use.tags(), use.size()))
                        .anyMatch(rule ->
                                use.current() ? current(rule, use.created(), now, days) : noncurrent(rule, use, now));
    }

    static boolean current(LifecycleRule rule, Instant created, Instant now, Days days) {
        return rule.transitions().stream()
                .filter(one -> ARCHIVES.contains(one.storageClass()))
                .anyMatch(one -> {
                    Instant date = one.date();
                    Integer after = one.days();
                    Instant due = date != null ? date : days.after(created, after == null ? 0 : after);
                    return !due.isAfter(now);
                });
    }

    /** @param newer noncurrent versions that are newer, {@code since} when the next version took its place */
    private record Succeeded(long newer, Instant since) {}

    private boolean noncurrent(LifecycleRule rule, PolicyRule.Use use, Instant now) {
        if (rule.noncurrentTransitions().stream().noneMatch(one -> ARCHIVES.contains(one.storageClass()))) {
            return false;
        }
        Optional<Succeeded> succeeded = sql.one(
                row -> new Succeeded(
                        row.getLong(1) - 1,
                        row.getObject(2, OffsetDateTime.class).toInstant()),
                "select count(*), min(v.created) from bucket b join version v on v.bucket_id = b.id and v.key = ? and v.seq > ? where b.name = ? having count(*) > 0",
                use.key().getBytes(StandardCharsets.UTF_8),
                use.seq(),
                use.bucket());
        return succeeded.isPresent()
                && noncurrent(rule, succeeded.get().newer(), succeeded.get().since(), now, days);
    }

    /**
     * @param newer how many noncurrent versions are newer
     * @param since when the next version took its place
     */
    static boolean noncurrent(LifecycleRule rule, long newer, Instant since, Instant now, Days days) {
        return rule.noncurrentTransitions().stream()
                .filter(one -> ARCHIVES.contains(one.storageClass()))
                .anyMatch(one ->
                        newer >= one.newer() && !days.after(since, one.days()).isAfter(now));
    }
}
