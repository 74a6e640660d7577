package gedeon.dmp.live;

import gedeon.dmp.Drift;
import gedeon.dmp.Drift.Grade;
import gedeon.dmp.Drift.Item;
import gedeon.storage.sql.Sql;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/**
 * What was found, and since when. Kept is an evaluation that differs from the one before by a grade, a commitment or the plan's version, and
 * otherwise one an hour: looking costs no rows.
 */
public final class Evaluations {
    private static final Duration APART = Duration.ofHours(1);
    private static final TypeReference<List<Item>> ITEMS = new TypeReference<>() {};
    private static final String SELECT = "select version, at, items::text from plans.evaluation where plan = ? ";
    private static final String NEWEST = "order by at desc, id desc limit 1";

    private final Sql sql;

    public Evaluations(Sql sql) {
        this.sql = sql;
    }

    /** Keeps what was measured and returns it with {@code since}: a drift keeps its beginning until it is over. */
    public Drift keep(UUID plan, int version, Instant at, List<Item> measured) {
        return sql.inTransaction(c -> {
            // One after the other, so that two that see a drift first agree on its beginning.
            Sql.list(c, row -> true, "select 1 from plans.plan where id = ? for update", plan);
            Drift last = Sql.list(c, row -> drift(plan, row), SELECT + NEWEST, plan).stream()
                    .findFirst()
                    .orElse(null);
            List<Item> items = measured.stream()
                    .map(item -> item.since(since(item, last, at)))
                    .toList();
            Drift now = new Drift(plan, version, at, items);
            if (last == null || saysMore(now, last)) {
                insert(c, now);
            }
            return now;
        });
    }

    /** The newest at that time. */
    public Optional<Drift> at(UUID plan, Instant at) {
        return sql.one(row -> drift(plan, row), SELECT + "and at <= ? " + NEWEST, plan, at.atOffset(ZoneOffset.UTC));
    }

    private static @Nullable Instant since(Item item, @Nullable Drift last, Instant at) {
        if (item.grade() == Grade.OK) {
            return null;
        }
        return last == null
                ? at
                : last.items().stream()
                        .filter(item::sameAs)
                        .filter(before -> before.since() != null)
                        .<Instant>map(Item::since)
                        .findFirst()
                        .orElse(at);
    }

    private static boolean saysMore(Drift now, Drift last) {
        return now.version() != last.version()
                || !Duration.between(last.at(), now.at()).minus(APART).isNegative()
                || now.items().size() != last.items().size()
                || !now.items().stream()
                        .allMatch(item -> last.items().stream()
                                .anyMatch(before -> before.sameAs(item) && before.grade() == item.grade()));
    }

    private static void insert(Connection c, Drift drift) throws SQLException {
        Sql.update(
                c,
                "insert into plans.evaluation (plan, version, at, items) values (?, ?, ?, ?::json)",
                drift.plan(),
                drift.version(),
                drift.at().atOffset(ZoneOffset.UTC),
                JsonMapper.shared().writeValueAsString(drift.items()));
    }

    private static Drift drift(UUID plan, ResultSet row) throws SQLException {
        return new Drift(
                plan,
                row.getInt(1),
                row.getObject(2, OffsetDateTime.class).toInstant(),
                JsonMapper.shared().readValue(row.getString(3), ITEMS));
    }
}
