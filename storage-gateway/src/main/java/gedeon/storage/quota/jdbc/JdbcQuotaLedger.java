package gedeon.storage.quota.jdbc;

import gedeon.storage.QuotaExceeded;
import gedeon.storage.quota.QuotaLedger;
import gedeon.storage.sql.Sql;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** The ledger of one process: pools of leased room in memory, rows in PostgreSQL. */
public final class JdbcQuotaLedger implements QuotaLedger {
    private static final long RECALL_NANOS = 2_000_000_000L;
    private static final long ALONE_NANOS = 100_000_000L;
    private static final long RECALL_PAUSE_MILLIS = 25;

    private final Sql sql;
    private final LeaseSettings settings;
    private final ProcessLease lease;
    private final LedgerRows rows;
    private final Map<Integer, Pool> pools = new ConcurrentHashMap<>();

    public JdbcQuotaLedger(Sql sql, LeaseSettings settings) {
        this.sql = sql;
        this.settings = settings;
        this.lease = new ProcessLease(
                sql,
                settings,
                this::returnAllIdle,
                () -> returnIdle(settings.idle().toNanos()));
        this.rows = new LedgerRows(lease.process());
        lease.start();
    }

    private Pool pool(int notebook) {
        return pools.computeIfAbsent(notebook, n -> new Pool());
    }

    @Override
    public Reservation reserve(int notebook, long bytes) {
        if (bytes < 0) {
            throw new IllegalArgumentException("a reservation is never negative, was " + bytes);
        }
        take(notebook, bytes);
        return new Promise(notebook, bytes);
    }

    private void take(int notebook, long bytes) {
        lease.requireAlive();
        Pool pool = pool(notebook);
        if (bytes == 0 || pool.take(bytes)) {
            return;
        }
        long began = System.nanoTime();
        while (true) {
            QuotaExceeded refused;
            boolean alone;
            // One draw of a notebook at a time: many at once would each lease a slice and leave none for the last.
            pool.drawing().lock();
            try {
                if (pool.take(bytes) || tryDraw(notebook, bytes, settings.slice()) == null) {
                    return;
                }
                alone = recall();
                refused = tryDraw(notebook, bytes, 0);
            } finally {
                pool.drawing().unlock();
            }
            if (refused == null) {
                return;
            }
            // Alone, room can only be on its way back from this process's own threads.
            if (System.nanoTime() - began > (alone ? ALONE_NANOS : RECALL_NANOS)) {
                throw refused;
            }
            pause();
        }
    }

    private @Nullable QuotaExceeded tryDraw(int notebook, long bytes, long slice) {
        long had = pool(notebook).takeUpTo(bytes);
        if (had == bytes) {
            return null;
        }
        try {
            long drawn = sql.inTransaction(c -> rows.draw(c, notebook, bytes - had, slice));
            pool(notebook).put(drawn - (bytes - had));
            return null;
        } catch (QuotaExceeded e) {
            pool(notebook).put(had);
            return e;
        } catch (RuntimeException e) {
            pool(notebook).put(had);
            throw e;
        }
    }

    /** Returns this process's idle room and asks the others for theirs; true where there is no other. */
    private boolean recall() {
        returnAllIdle();
        return sql.inTransaction(c -> {
            if (rows.liveProcesses(c) <= 1) {
                return true;
            }
            try (PreparedStatement notify = c.prepareStatement("select pg_notify('" + ProcessLease.CHANNEL + "', ?)")) {
                notify.setString(1, lease.process().toString());
                notify.execute();
            }
            return false;
        });
    }

    private static void pause() {
        try {
            Thread.sleep(RECALL_PAUSE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LeaseLost("interrupted while waiting for room that other processes give back");
        }
    }

    private void returnAllIdle() {
        returnIdle(0);
    }

    private void returnIdle(long untouchedNanos) {
        pools.forEach((notebook, pool) -> {
            long idle = pool.drainIfIdle(untouchedNanos);
            if (idle > 0) {
                try {
                    sql.inTransaction(c -> {
                        rows.giveBack(c, notebook, idle);
                        return true;
                    });
                } catch (RuntimeException e) {
                    pool.put(idle);
                    throw e;
                }
            }
        });
    }

    @Override
    public void settle(Connection transaction, int notebook, long added, long removed) throws SQLException {
        long change = added - removed;
        try (PreparedStatement quota = transaction.prepareStatement(
                "update quota set used = used + ?, leased = leased - ? where kind = 'n' and id = ?")) {
            quota.setLong(1, change);
            quota.setLong(2, change);
            quota.setInt(3, notebook);
            quota.executeUpdate();
        }
        try (PreparedStatement own = transaction.prepareStatement(
                change > 0
                        ? "update lease set bytes = bytes - ? where process = ? and notebook = ? and bytes >= ?"
                        : "insert into lease as l (bytes, process, notebook) select -(?::bigint), p.id, ? from process p where p.id = ? "
                                + "on conflict (process, notebook) do update set bytes = l.bytes + excluded.bytes")) {
            if (change > 0) {
                own.setLong(1, change);
                own.setObject(2, lease.process());
                own.setInt(3, notebook);
                own.setLong(4, change);
            } else {
                own.setLong(1, change);
                own.setInt(2, notebook);
                own.setObject(3, lease.process());
            }
            if (own.executeUpdate() != 1) {
                throw new LeaseLost("this process's lease has ended; repeat the request");
            }
        }
    }

    @Override
    public void credited(int notebook, long removed) {
        if (removed > 0) {
            pool(notebook).put(removed);
        }
    }

    void reapNow() {
        lease.reap(rows);
    }

    @Override
    public void close() {
        lease.stop();
        returnAllIdle();
        lease.end(rows);
    }

    private final class Promise implements Reservation {
        private final int notebook;
        private final AtomicBoolean ended = new AtomicBoolean();
        private long bytes;

        Promise(int notebook, long bytes) {
            this.notebook = notebook;
            this.bytes = bytes;
        }

        @Override
        public int notebook() {
            return notebook;
        }

        @Override
        public long bytes() {
            return bytes;
        }

        @Override
        public void grow(long more) {
            take(notebook, more);
            bytes += more;
        }

        @Override
        public void settled(long used) {
            if (ended.compareAndSet(false, true) && bytes > used) {
                pool(notebook).put(bytes - used);
            }
        }

        @Override
        public void close() {
            settled(0);
        }
    }
}
