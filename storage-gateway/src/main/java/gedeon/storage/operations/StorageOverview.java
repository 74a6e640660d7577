package gedeon.storage.operations;

import gedeon.storage.sql.Sql;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Each question costs what waits or stands still, not what is stored; what there can be any number of is counted up to {@link #MOST}. */
public final class StorageOverview {
    /** A count that reaches it says "or more". */
    public static final int MOST = 10_000;

    private final Sql sql;

    public StorageOverview(Sql sql) {
        this.sql = sql;
    }

    /**
     * Content on its way out of archives.
     *
     * @param waiting restores that were asked for and are not done
     * @param oldest when the first of them should have begun; null where none is late
     * @param failed of them, those that were tried in vain
     * @param reason of one that was
     */
    public record Restores(
            long waiting,
            @Nullable Instant oldest,
            long failed,
            @Nullable String reason) {}

    public Restores restores() {
        return sql.one(
                        row -> new Restores(
                                row.getLong("waiting"),
                                instant(row, "oldest"),
                                row.getLong("failed"),
                                row.getString("reason")),
                        "select count(*) as waiting, min(due) filter (where due < now()) as oldest, count(reason) as failed, max(reason) as reason "
                                + "from (select due, reason from restore order by due limit ?) r",
                        MOST)
                .orElseThrow();
    }

    /** What audits put aside because no row named it, by the ids of tiers; a tier without any is not named. */
    public Map<Short, Long> lostAndFound() {
        Map<Short, Long> counts = new HashMap<>();
        sql.list(
                row -> counts.put(row.getShort(1), row.getLong(2)) == null,
                "select t.id, n.count from tier t cross join lateral (select count(*) from (select 1 from lost_and_found where tier_id = t.id limit ?) one) n "
                        + "where n.count > 0",
                MOST);
        return counts;
    }

    /** An event that was tried in vain too often and waits for a person. */
    public record Parked(
            @Nullable String webhook,
            int attempts,
            @Nullable String reason) {}

    /** The newest that are parked of a consumer. */
    public List<Parked> parked(String consumer, int limit) {
        return sql.list(
                row -> new Parked(row.getString("webhook"), row.getInt("attempts"), row.getString("reason")),
                "select webhook, attempts, reason from outbox where parked and consumer = ? order by id desc limit ?",
                consumer,
                limit);
    }

    /** How many events wait for a consumer, and how many of it are parked. */
    public record Events(long waiting, long parked) {}

    public Map<String, Events> events(List<String> consumers) {
        Map<String, Events> counts = new HashMap<>();
        sql.list(
                row -> counts.put(row.getString(1), new Events(row.getLong(2), row.getLong(3))) == null,
                "select c.name, (select count(*) from (select 1 from outbox where consumer = c.name and not parked limit ?) w), "
                        + "(select count(*) from (select 1 from outbox where consumer = c.name and parked limit ?) p) from unnest(?::text[]) as c (name)",
                MOST,
                MOST,
                consumers.toArray(new String[0]));
        return counts;
    }

    /**
     * A process that works on this database now.
     *
     * @param role of {@link gedeon.storage.ProcessIdentity.Role}; null where it does not say, as the rest
     * @param serves address of its S3 port
     */
    public record Process(
            @Nullable String host,
            @Nullable String role,
            @Nullable String release,
            @Nullable String serves,
            Instant since) {}

    /** The complete server first, then the oldest. */
    public List<Process> processes() {
        return sql.list(
                row -> new Process(
                        row.getString("host"),
                        row.getString("role"),
                        row.getString("release"),
                        row.getString("serves"),
                        java.util.Objects.requireNonNull(instant(row, "since"))),
                "select host, role, release, serves, since from process where expires_at > now() order by role = 'COMPLETE' desc nulls last, since, id limit ?",
                MOST);
    }

    /** The version of PostgreSQL that answers. */
    public String database() {
        return sql.one(row -> row.getString(1), "select current_setting('server_version')")
                .orElseThrow();
    }

    private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
        OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
        return time == null ? null : time.toInstant();
    }
}
