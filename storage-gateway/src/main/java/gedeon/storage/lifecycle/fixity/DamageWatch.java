package gedeon.storage.lifecycle.fixity;

import gedeon.storage.events.JdbcOutbox;
import gedeon.storage.sql.Sql;
import java.util.Map;
import java.util.function.Consumer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Compares what is damaged in each tier with what was told of it last. Whoever finds damage writes its row and nothing else: a disk that dies under a million blobs
 * costs readers no event, and is told of once a look, with the count. The tier's row and the outbox' are one transaction, so that of many processes one tells it.
 */
public final class DamageWatch {
    /** Name of the outbox' consumer. */
    public static final String CONSUMER = "damage";

    private final Sql sql;
    private final Damages damages;
    private final JdbcOutbox outbox;

    public DamageWatch(Sql sql, Damages damages, JdbcOutbox outbox) {
        this.sql = sql;
        this.damages = damages;
        this.outbox = outbox;
    }

    private record Told(short tier, String name, long open, long lost) {}

    /** Tells what changed since the last look; returns of how many tiers. */
    public int look() {
        Map<Short, Damages.Sum> now = damages.byTier();
        int changed = 0;
        for (Told told : sql.list(
                row -> new Told(row.getShort(1), row.getString(2), row.getLong(3), row.getLong(4)),
                "select id, name, told_open, told_lost from tier order by id")) {
            Damages.Sum sum = now.getOrDefault(told.tier(), new Damages.Sum(0, 0, 0));
            boolean other = sum.open() != told.open() || sum.lost() != told.lost();
            changed += other && tell(told, sum) ? 1 : 0;
        }
        return changed;
    }

    private boolean tell(Told told, Damages.Sum now) {
        return sql.inTransaction(c -> {
            boolean mine = Sql.update(
                            c,
                            "update tier set told_open = ?, told_lost = ? where id = ? and told_open = ? and told_lost = ?",
                            now.open(),
                            now.lost(),
                            told.tier(),
                            told.open(),
                            told.lost())
                    == 1;
            if (mine) {
                Sql.update(
                        c,
                        "insert into outbox (consumer, event, body, change) select ?, 'DamageChanged', jsonb_build_object('tier', ?::text, 'open', ?::bigint, "
                                + "'lost', ?::bigint, 'openBefore', ?::bigint, 'lostBefore', ?::bigint), nextval('seq')",
                        CONSUMER,
                        told.name(),
                        now.open(),
                        now.lost(),
                        told.open(),
                        told.lost());
            }
            return mine;
        });
    }

    /**
     * Hands over what waits, each at least once; what {@code to} does not take comes again later.
     *
     * @return how many were taken
     */
    public int deliver(Consumer<DamageChanged> to) {
        return outbox.deliver(CONSUMER, row -> to.accept(event(row)));
    }

    private static DamageChanged event(JdbcOutbox.Row row) {
        JsonNode node = JsonMapper.shared().readTree(row.body());
        return new DamageChanged(
                row.id(),
                node.path("tier").asString(),
                node.path("open").asLong(),
                node.path("lost").asLong(),
                node.path("openBefore").asLong(),
                node.path("lostBefore").asLong());
    }
}
