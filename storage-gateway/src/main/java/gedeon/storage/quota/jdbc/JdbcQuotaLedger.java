package gedeon.storage.quota.jdbc;

import gedeon.storage.QuotaExceeded;
import gedeon.storage.quota.QuotaLedger;
import gedeon.storage.sql.Sql;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** The ledger of one process: pools of leased room in memory, rows in PostgreSQL. */
public final class JdbcQuotaLedger implements QuotaLedger {
    private static final String CHECK_VIOLATION = "23514";
    private static final long RECALL_NANOS = 2_000_000_000L;
    private static final long ALONE_NANOS = 100_000_000L;
    private static final long CALM_NANOS = 1_000_000_000L;
    private static final long RECALL_PAUSE_MILLIS = 25;

    private final Sql sql;
    private final LeaseSettings settings;
    private final ProcessLease lease;
    private final LedgerRows rows;
    private volatile Map<Integer, Pool> pools = new ConcurrentHashMap<>();
    private volatile long calledBack = System.nanoTime() - CALM_NANOS;

    /** @param writer the name under which this process writes into its tier, so that another can tidy up after it */
    public JdbcQuotaLedger(Sql sql, LeaseSettings settings, UUID writer) {
        this.sql = sql;
        this.settings = settings;
        this.lease = new ProcessLease(sql, settings, writer, this::returnAllIdle, this::returnUntouched, this::forget);
        this.rows = new LedgerRows(lease::process);
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
        Pool pool = pool(notebook);
        take(pool, notebook, bytes);
        return new Promise(pool, notebook, bytes);
    }

    private void take(Pool pool, int notebook, long bytes) {
        lease.requireAlive();
        if (bytes == 0 || pool.take(bytes)) {
            return;
        }
        long began = System.nanoTime();
        while (true) {
            if (draw(pool, notebook, bytes, ahead()) == null) {
                return;
            }
            boolean alone = recall();
            QuotaExceeded refused = draw(pool, notebook, bytes, 0);
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

    /** Nothing is leased ahead while somebody looks for the last room: it would be called back at once. */
    private long ahead() {
        return System.nanoTime() - calledBack < CALM_NANOS ? 0 : settings.slice();
    }

    /** One draw of a notebook at a time: many at once would each lease a slice and leave none for the last. */
    private @Nullable QuotaExceeded draw(Pool pool, int notebook, long bytes, long slice) {
        pool.drawing().lock();
        long had = pool.takeUpTo(bytes);
        try {
            if (had < bytes) {
                long drawn = sql.inTransaction(c -> rows.draw(c, notebook, bytes - had, slice));
                pool.put(drawn - (bytes - had));
            }
            return null;
        } catch (QuotaExceeded e) {
            pool.put(had);
            return e;
        } catch (RuntimeException e) {
            pool.put(had);
            throw e;
        } finally {
            pool.drawing().unlock();
        }
    }

    /** Returns this process's idle room and asks the others for theirs; true where there is no other. Called without any pool's lock. */
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
        calledBack = System.nanoTime();
        pools.forEach((notebook, pool) -> giveBack(notebook, pool, 0));
    }

    private void returnUntouched() {
        long nanos = settings.idle().toNanos();
        pools.forEach((notebook, pool) -> {
            if (pool.untouchedFor(nanos)) {
                giveBack(notebook, pool, nanos);
            }
        });
    }

    /**
     * Under the pool's lock, so that a draw never looks while room is between the pool and the database: it would refuse what is there a moment later. One
     * lock at a time.
     */
    private void giveBack(int notebook, Pool pool, long untouchedNanos) {
        pool.drawing().lock();
        try {
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
        } finally {
            pool.drawing().unlock();
        }
    }

    /** The lease ended: what was promised from it goes with it, uploads under way are refused at their commit. */
    private void forget() {
        pools = new ConcurrentHashMap<>();
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
        } catch (SQLException e) {
            // Less is leased of the notebook than is to be settled: the lease that promised it was reaped.
            if (CHECK_VIOLATION.equals(e.getSQLState())) {
                throw new LeaseLost("this process's lease has ended; repeat the request");
            }
            throw e;
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
    public void keep(Connection transaction, Reservation room, UUID upload) throws SQLException {
        KeptRoom.keep(transaction, lease.process(), room.notebook(), upload, room.bytes());
    }

    @Override
    public boolean settleKept(Connection transaction, int notebook, UUID upload, long added, long removed)
            throws SQLException {
        return KeptRoom.settle(transaction, notebook, upload, added, removed);
    }

    @Override
    public long release(Connection transaction, int notebook, UUID upload) throws SQLException {
        return KeptRoom.release(transaction, lease.process(), notebook, upload);
    }

    @Override
    public void credited(int notebook, long removed) {
        if (removed > 0) {
            pool(notebook).put(removed);
        }
    }

    UUID process() {
        return lease.process();
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
        private final Pool pool;
        private final int notebook;
        private final AtomicBoolean ended = new AtomicBoolean();
        private long bytes;

        Promise(Pool pool, int notebook, long bytes) {
            this.pool = pool;
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
            take(pool, notebook, more);
            bytes += more;
        }

        @Override
        public void settled(long used) {
            if (ended.compareAndSet(false, true) && bytes > used) {
                pool.put(bytes - used);
            }
        }

        @Override
        public void close() {
            settled(0);
        }
    }
}
