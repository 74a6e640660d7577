package gedeon.metadata.intake;

import gedeon.kernel.FinishRule;
import gedeon.metadata.FinishRules;
import gedeon.metadata.catalogue.Rows;
import gedeon.storage.sql.Sql;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Versions that people made as rows, over those that come with the release. */
public final class JdbcFinishRules implements FinishRules {
    private final Sql sql;
    private final Map<String, FinishRule> shipped = ShippedRules.read();

    public JdbcFinishRules(Sql sql) {
        this.sql = sql;
    }

    @Override
    public List<Kept> all() {
        Map<String, Kept> all = new TreeMap<>();
        shipped.values().forEach(rule -> all.put(rule.name(), new Kept(rule, null, null)));
        sql.list(
                        JdbcFinishRules::kept,
                        "select distinct on (name) * from catalogue.finish_rule order by name, version desc")
                .forEach(kept -> all.merge(kept.rule().name(), kept, JdbcFinishRules::newer));
        return List.copyOf(all.values());
    }

    private static Kept newer(Kept one, Kept other) {
        return one.rule().version() > other.rule().version() ? one : other;
    }

    @Override
    public Optional<Kept> find(String name) {
        return versions(name).stream().findFirst();
    }

    @Override
    public Optional<Kept> find(String name, int version) {
        return versions(name).stream()
                .filter(kept -> kept.rule().version() == version)
                .findFirst();
    }

    @Override
    public List<Kept> versions(String name) {
        List<Kept> all = new ArrayList<>(sql.list(
                JdbcFinishRules::kept,
                "select * from catalogue.finish_rule where name = ? order by version desc",
                name));
        FinishRule own = shipped.get(name);
        if (own != null && all.stream().noneMatch(kept -> kept.rule().version() == own.version())) {
            all.add(new Kept(own, null, null));
        }
        all.sort(Comparator.comparing((Kept kept) -> kept.rule().version()).reversed());
        return List.copyOf(all);
    }

    @Override
    public Kept keep(FinishRule rule, String by) {
        return sql.inTransaction(c -> {
            Sql.list(c, row -> true, "select pg_advisory_xact_lock(-8, hashtext(?))", rule.name());
            int last = Sql.list(
                            c,
                            row -> row.getInt(1),
                            "select coalesce(max(version), 0) from catalogue.finish_rule where name = ?",
                            rule.name())
                    .getFirst();
            FinishRule own = shipped.get(rule.name());
            FinishRule next = rule.as(Math.max(last, own == null ? 0 : own.version()) + 1);
            return Sql.list(
                            c,
                            JdbcFinishRules::kept,
                            "insert into catalogue.finish_rule (name, version, body, made_by) values (?, ?, ?::jsonb, ?) returning *",
                            next.name(),
                            next.version(),
                            ShippedRules.JSON.writeValueAsString(next),
                            by)
                    .getFirst();
        });
    }

    private static Kept kept(ResultSet row) throws SQLException {
        return new Kept(
                ShippedRules.JSON.readValue(row.getString("body"), FinishRule.class),
                Rows.instant(row, "made"),
                row.getString("made_by"));
    }
}
