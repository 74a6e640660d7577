package gedeon.storage.quota.jdbc;

import gedeon.kernel.ByteCount;
import gedeon.storage.Quota;
import gedeon.storage.QuotaNearlyFull;
import gedeon.storage.QuotaWatch;
import gedeon.storage.Scope;
import gedeon.storage.events.JdbcOutbox;
import gedeon.storage.quota.QuotaSettings;
import gedeon.storage.sql.Sql;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Compares what every scope uses with its thresholds, every ten seconds and when a commit saw one passed. A changed level and its row in the outbox are one
 * transaction on one row of the ledger, so that of many processes one tells it. One look reads the rows of all scopes, some hundreds, and no object.
 */
public final class JdbcQuotaWatch implements QuotaWatch, AutoCloseable {
    /** Name of the outbox' consumer. */
    public static final String CONSUMER = "quota";

    private static final Logger LOG = LoggerFactory.getLogger(JdbcQuotaWatch.class);
    private static final int EVERY_SECONDS = 10;

    /** Scopes with their use, their level by it, and the level that was told last. The parameters: warn-at and alarm-at of the institution. */
    private static final String LEVELS = """
            with recursive below (unit, id) as (
                select id, id from quota where kind = 'u'
                union all
                select b.unit, c.id from below b join quota c on c.kind = 'u' and c.parent = b.id),
            uses as (
                select 'n' as kind, id, used, leased, used_objects, leased_objects from quota where kind = 'n'
                union all
                select 'u', b.unit, coalesce(sum(q.used), 0)::bigint, coalesce(sum(q.leased), 0)::bigint,
                        coalesce(sum(q.used_objects), 0)::bigint, coalesce(sum(q.leased_objects), 0)::bigint
                    from below b left join quota q on q.kind = 'n' and q.parent = b.id group by b.unit),
            shares as (
                select q.kind::text as kind, q.id, q.limit_bytes, q.limit_objects, u.used, u.leased, u.used_objects, u.leased_objects, q.level as told,
                    coalesce(q.level_since, now()) as since, coalesce(q.warn_at, ?)::int as warn_at, coalesce(q.alarm_at, ?)::int as alarm_at,
                    greatest(case when u.used = 0 then 0 else u.used * 100.0 / greatest(q.limit_bytes, 1) end,
                        case when u.used_objects = 0 or q.limit_objects is null then 0 else u.used_objects * 100.0 / greatest(q.limit_objects, 1) end) as share
                from quota q join uses u on u.kind = q.kind::text and u.id = q.id),
            levels as (select *, case when share >= alarm_at then 2 when share >= warn_at then 1 else 0 end as level from shares)
            select l.*, coalesce(case when l.kind = 'n' then (select name from notebook where id = l.id) else (select name from unit where id = l.id) end, '') as name
            from levels l where
            """;

    private final Sql sql;
    private final QuotaSettings settings;
    private final NearlyFullEvents events;
    private final Semaphore rung = new Semaphore(0);
    private final Thread thread;
    private volatile boolean closed;

    public JdbcQuotaWatch(Sql sql, QuotaSettings settings, JdbcOutbox outbox) {
        this.sql = sql;
        this.events = new NearlyFullEvents(outbox);
        this.settings = settings;
        this.thread = Thread.ofVirtual().name("quota-watch").start(this::watch);
    }

    private record Seen(char kind, int level, int told, QuotaNearlyFull standing) {}

    private void watch() {
        while (!closed) {
            try {
                if (rung.tryAcquire(EVERY_SECONDS, TimeUnit.SECONDS)) {
                    rung.drainPermits();
                }
                look();
            } catch (InterruptedException e) {
                return;
            } catch (RuntimeException e) {
                if (!closed) {
                    LOG.warn("what is nearly full is looked at again in a moment: {}", e.getMessage());
                }
            }
        }
    }

    /** A commit saw a threshold passed. Never waits. */
    public void ring() {
        if (rung.availablePermits() == 0) {
            rung.release();
        }
    }

    /** Tells what crossed a threshold since the last look; returns how many levels changed. */
    public int look() {
        int changed = 0;
        for (Seen one : seen("l.level <> l.told", Integer.MAX_VALUE)) {
            changed += sql.inTransaction(c -> tell(c, one)) ? 1 : 0;
        }
        return changed;
    }

    private List<Seen> seen(String which, int most) {
        return sql.list(
                JdbcQuotaWatch::seen,
                LEVELS + which + " order by l.share desc, l.kind, l.id limit ?",
                settings.warnAtPercent(),
                settings.alarmAtPercent(),
                most);
    }

    private static Seen seen(ResultSet row) throws SQLException {
        int id = row.getInt("id");
        boolean notebook = row.getString("kind").equals("n");
        int level = row.getInt("level");
        Quota quota = new Quota(
                new ByteCount(row.getLong("limit_bytes")),
                new ByteCount(row.getLong("used")),
                new ByteCount(row.getLong("leased")),
                new Quota.Count(
                        row.getObject("limit_objects", Long.class),
                        row.getLong("used_objects"),
                        row.getLong("leased_objects")));
        return new Seen(
                notebook ? 'n' : 'u',
                level,
                row.getInt("told"),
                new QuotaNearlyFull(
                        notebook ? new Scope.OfNotebook(id) : new Scope.OfUnit(id),
                        row.getString("name"),
                        level == 2,
                        level == 2 ? row.getInt("alarm_at") : row.getInt("warn_at"),
                        quota,
                        row.getObject("since", OffsetDateTime.class).toInstant()));
    }

    /** Changes the level that was told, unless another did; what rose is announced with it. */
    private static boolean tell(Connection c, Seen one) throws SQLException {
        int id = Limits.id(one.standing().scope());
        int changed = Sql.update(
                c,
                "update quota set level = ?, level_since = now() where kind = ?::\"char\" and id = ? and level = ?",
                one.level(),
                String.valueOf(one.kind()),
                id,
                one.told());
        if (changed == 1 && one.level() > one.told()) {
            NearlyFullEvents.write(c, one.kind(), id, one.level(), one.standing());
        }
        return changed == 1;
    }

    @Override
    public List<QuotaNearlyFull> nearlyFull(int most) {
        return seen("l.level > 0", most).stream().map(Seen::standing).toList();
    }

    @Override
    public int deliver(Consumer<QuotaNearlyFull> to) {
        return events.deliver(to);
    }

    @Override
    public void close() {
        closed = true;
        thread.interrupt();
        try {
            thread.join(2_000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
