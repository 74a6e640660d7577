package gedeon.storage.journal;

import gedeon.storage.sql.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Notices a database that went back in time: it was restored from a copy, or a replica without its last moments took over. PostgreSQL begins a new timeline
 * then (its manual, "Continuous Archiving", section "Timelines").
 *
 * <p>Tiers were told of moments that this database does not know, under numbers that it would draw again. So all that it draws from now on is far above: a line
 * of a journal that is later is later in the number as well, and no id names two things. A snapshot says the same of the rows that are there and do not change.
 */
public final class Timeline {
    private static final Logger LOG = LoggerFactory.getLogger(Timeline.class);

    /** More changes than are made between a copy and its restore: 34 years at a thousand a second. */
    static final long CHANGES = 1L << 40;

    private static final int IDS = 1000;
    /** Their ids have 16 bits. */
    private static final int TIERS = 16;

    private final Sql sql;

    public Timeline(Sql sql) {
        this.sql = sql;
    }

    /**
     * Before anything is written, and every minute; of several processes at once one does it. Durable on return. What it raises stays raised even where the
     * transaction does not end.
     *
     * @return whether the database went back since this was called last
     */
    public boolean follow() {
        boolean wentBack = sql.inTransaction(Timeline::follow);
        if (wentBack) {
            LOG.warn(
                    "the database is of an earlier moment than before: what it numbers from now on is far above, and the journal is written anew");
        }
        return wentBack;
    }

    private static boolean follow(Connection c) throws SQLException {
        int now = Sql.list(
                        c,
                        row -> row.getInt(1),
                        "select ('x' || substr(pg_walfile_name(pg_current_wal_lsn()), 1, 8))::bit(32)::int")
                .getFirst();
        if (Sql.list(c, row -> row.getInt(1), "select seen from timeline where seen <> ? for update", now)
                .isEmpty()) {
            return false;
        }
        raise(c, "storage.seq", CHANGES);
        for (Told told : Told.values()) {
            if (told.identity()) {
                raiseIds(c, told.table(), told == Told.TIER ? TIERS : IDS);
            }
        }
        raiseIds(c, "disposal", IDS);
        Sql.update(c, "update timeline set seen = ?, snapshot_due = true", now);
        return true;
    }

    private static void raiseIds(Connection c, String table, int by) throws SQLException {
        raise(
                c,
                Sql.list(c, row -> row.getString(1), "select pg_get_serial_sequence(?, 'id')", "storage." + table)
                        .getFirst(),
                by);
    }

    private static void raise(Connection c, String sequence, long by) throws SQLException {
        Sql.list(
                c,
                row -> row.getLong(1),
                "select setval(?::regclass, nextval(?::regclass) + ?::bigint)",
                sequence,
                sequence,
                by);
    }

    boolean snapshotDue() {
        return sql.one(row -> true, "select 1 from timeline where snapshot_due").isPresent();
    }

    /** Of the timeline that was followed when the snapshot began; one that began meanwhile has its own. */
    void snapshotMade(int seen) {
        sql.update("update timeline set snapshot_due = false where seen = ?", seen);
    }

    int seen() {
        return sql.one(row -> row.getInt(1), "select seen from timeline").orElseThrow();
    }
}
