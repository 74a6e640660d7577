package gedeon.storage;

import gedeon.storage.sql.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tables change only while no process works on them: one of an older release would write what the new tables do not mean. A lock of the database keeps who
 * changes them and who is about to work on them apart; from then on the row of {@code process} speaks for the latter.
 */
final class TableChange {
    private static final Logger LOG = LoggerFactory.getLogger(TableChange.class);
    /** Any number that nobody else takes. */
    static final long LOCK = 0x67656465_6f6e3031L;

    private static final Duration LOOK = Duration.ofMillis(500);

    private TableChange() {}

    /** A process that lives, or may. */
    private record Living(String words, long untilMillis) {}

    /**
     * Waits for the leases of processes that say nothing more, then runs.
     *
     * @throws IllegalStateException where one renews its lease: it lives, and has to be stopped first
     */
    static void alone(Sql sql, Runnable change) {
        locked(sql, "select pg_advisory_lock(?) is not null", () -> {
            awaitNobody(sql);
            change.run();
            return true;
        });
    }

    /** Runs while nobody changes tables. */
    static <T> T none(Sql sql, Supplier<T> opening) {
        return locked(sql, "select pg_try_advisory_lock_shared(?)", opening);
    }

    /** The lock ends with the connection. */
    private static <T> T locked(Sql sql, String lock, Supplier<T> work) {
        try (Connection c = sql.connection()) {
            if (!Sql.list(c, row -> row.getBoolean(1), lock, LOCK).getFirst()) {
                throw new IllegalStateException(
                        "another process changes the tables of this database now; start this one again when that is done");
            }
            return work.get();
        } catch (SQLException e) {
            throw new IllegalStateException("the database could not keep others from its tables: " + e.getMessage(), e);
        }
    }

    private static void awaitNobody(Sql sql) {
        Map<String, Living> first = living(sql);
        if (first.isEmpty()) {
            return;
        }
        LOG.warn(
                "tables are to change: waiting for the end of the leases of {}",
                first.values().stream().map(Living::words).collect(Collectors.joining(", ")));
        Map<String, Living> now = first;
        while (!now.isEmpty()) {
            List<String> alive = now.entrySet().stream()
                    .filter(one -> !first.containsKey(one.getKey())
                            || one.getValue().untilMillis()
                                    > first.get(one.getKey()).untilMillis())
                    .map(one -> one.getValue().words())
                    .toList();
            if (!alive.isEmpty()) {
                throw new IllegalStateException("the tables of this database are to change for this release, and "
                        + String.join(", ", alive) + " works on them: stop it first, and start it again afterwards");
            }
            try {
                Thread.sleep(LOOK.toMillis());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("stopped while others' leases were waited for", e);
            }
            now = living(sql);
        }
    }

    /** By id; of tables that may be older than what a process says of itself. */
    private static Map<String, Living> living(Sql sql) {
        if (sql.list(row -> row.getBoolean(1), "select to_regclass('storage.process') is null")
                .getFirst()) {
            return Map.of();
        }
        record Row(String id, Living living) {}
        return sql
                .list(
                        row -> new Row(
                                row.getString("id"),
                                new Living(
                                        "the process on " + row.getString("host") + " (" + row.getString("serves")
                                                + ")",
                                        row.getLong("until_millis"))),
                        "select id, coalesce(to_jsonb(p) ->> 'host', 'an unknown host') as host, coalesce(to_jsonb(p) ->> 'serves', 'no port') as serves, "
                                + "(extract(epoch from expires_at) * 1000)::bigint as until_millis from process p where expires_at > clock_timestamp()")
                .stream()
                .collect(Collectors.toMap(Row::id, Row::living, (a, b) -> a));
    }
}
