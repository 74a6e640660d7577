package gedeon.storage.quota.jdbc;

import gedeon.storage.ProcessIdentity;
import gedeon.storage.Quota;
import gedeon.storage.QuotaExceeded;
import gedeon.storage.Scope;
import gedeon.storage.quota.Claim;
import gedeon.storage.quota.QuotaLedger;
import gedeon.storage.quota.QuotaSettings;
import gedeon.storage.quota.Room;
import gedeon.storage.sql.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The ledger of one process: pools of leased room in memory, rows in PostgreSQL. */
public final class JdbcQuotaLedger implements QuotaLedger {
    private static final Logger LOG = LoggerFactory.getLogger(JdbcQuotaLedger.class);
    private static final String CHECK_VIOLATION = "23514";
    private static final long RECALL_NANOS = 2_000_000_000L;
    private static final long ALONE_NANOS = 100_000_000L;
    private static final long RECALL_PAUSE_MILLIS = 25;
    private static final int SLOWER = 3;

    private final Sql sql;
    private final LeaseSettings settings;
    private final ProcessLease lease;
    private final LedgerRows rows;
    private final Near near;
    private final Recalls recalls;
    private volatile Map<Integer, Pool> pools = new ConcurrentHashMap<>();

    /** @param writer the name under which this process writes into its tier, so that another can tidy up after it */
    public JdbcQuotaLedger(Sql sql, LeaseSettings settings, UUID writer) {
        this(sql, settings, writer, ProcessIdentity.of(ProcessIdentity.Role.GATEWAY), QuotaSettings.DEFAULTS, () -> {});
    }

    /** @param crossed told when a commit saw that a threshold was passed that nobody was told of; must not wait */
    public JdbcQuotaLedger(
            Sql sql,
            LeaseSettings settings,
            UUID writer,
            ProcessIdentity identity,
            QuotaSettings thresholds,
            Runnable crossed) {
        this.near = new Near(thresholds, crossed);
        this.sql = sql;
        this.settings = settings;
        this.lease = new ProcessLease(
                sql,
                settings,
                writer,
                identity,
                this::returnIdle,
                this::returnAllIdle,
                this::returnUntouched,
                this::returnLost,
                this::forget);
        this.rows = new LedgerRows(settings);
        this.recalls = new Recalls(sql, rows, lease::process);
        lease.start();
    }

    /** As people are to see where this process listens. */
    public void serves(String address) {
        lease.serves(address);
    }

    private Pool pool(int notebook) {
        return pools.computeIfAbsent(notebook, n -> new Pool(lease.process()));
    }

    @Override
    public Reservation reserve(int notebook, Room room) {
        if (room.isNegative()) {
            throw new IllegalArgumentException("a reservation is never negative, was " + room);
        }
        Pool pool = pool(notebook);
        take(pool, notebook, room);
        return new Promise(pool, notebook, room);
    }

    @Override
    public void require(int notebook, Room room) {
        lease.requireAlive();
        pool(notebook);
        untilThereIsRoom(() -> asked(notebook, room));
    }

    private @Nullable QuotaExceeded asked(int notebook, Room room) {
        try {
            LedgerRows.inTree(sql, c -> {
                rows.look(c, notebook, room);
                return true;
            });
            return null;
        } catch (QuotaExceeded e) {
            return e;
        }
    }

    private void take(Pool pool, int notebook, Room room) {
        lease.requireAlive();
        if (room.isNone() || pool.take(room)) {
            return;
        }
        untilThereIsRoom(() -> draw(pool, notebook, room));
    }

    /** Asks, and once more whenever idle room was called back; it says why not. */
    private void untilThereIsRoom(Supplier<@Nullable QuotaExceeded> ask) {
        QuotaExceeded refused = ask.get();
        // The others have their time from now on, however long the first answer took.
        long began = System.nanoTime();
        for (int i = 0; refused != null; i++) {
            // Called without any pool's lock.
            returnIdle(refused.scope());
            boolean alone = recalls.recall(refused.scope());
            refused = ask.get();
            // Alone, room can only be on its way back from this process's own threads.
            if (refused != null && System.nanoTime() - began > (alone ? ALONE_NANOS : RECALL_NANOS)) {
                throw refused;
            }
            if (refused != null) {
                pause(i);
            }
        }
    }

    /** One draw of a notebook at a time: many at once would each lease a slice and leave none for the last. */
    private @Nullable QuotaExceeded draw(Pool pool, int notebook, Room room) {
        boolean last = pool.isCalledBack();
        pool.drawing().lock();
        Room had = pool.takeUpTo(room);
        try {
            Room need = room.minus(had);
            if (!need.isNone()) {
                if (last) {
                    // Where somebody was refused a moment ago, the next one most often is: not under the rows' locks.
                    sql.inTransaction(c -> {
                        rows.look(c, notebook, need);
                        return true;
                    });
                }
                Room slice = last ? Room.NONE : settings.ahead();
                Room drawn = LedgerRows.inTree(sql, c -> rows.draw(c, pool.process(), notebook, need, slice));
                pool.drawn(drawn, need);
            }
            return null;
        } catch (QuotaExceeded e) {
            pool.ended(had, Room.NONE);
            return e;
        } catch (Sql.Failed e) {
            pool.ended(had, Room.NONE);
            if (e.overtaken()) {
                throw new LeaseLost("this process's lease has ended; repeat the request");
            }
            throw e;
        } catch (RuntimeException e) {
            pool.ended(had, Room.NONE);
            throw e;
        } finally {
            pool.drawing().unlock();
        }
    }

    private static void pause(int before) {
        try {
            Thread.sleep(RECALL_PAUSE_MILLIS << Math.min(before, SLOWER));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LeaseLost("interrupted while waiting for room that other processes give back");
        }
    }

    /** Of the notebooks in a scope alone: the others go on with what they have. */
    private void returnIdle(Scope scope) {
        for (int notebook : recalls.notebooks(scope)) {
            Pool pool = pools.get(notebook);
            if (pool != null) {
                pool.callBack();
                giveBack(notebook, pool, 0);
            }
        }
    }

    private void returnAllIdle() {
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
            Room idle = pool.drainIfIdle(untouchedNanos);
            if (!idle.isNone()) {
                try {
                    LedgerRows.inTree(sql, c -> {
                        rows.giveBack(c, pool.process(), notebook, idle);
                        return true;
                    });
                } catch (Sql.UnknownOutcome e) {
                    // It may have gone back: if not, the lease's row has more than is known here, and that goes back.
                    throw e;
                } catch (RuntimeException e) {
                    pool.put(idle);
                    throw e;
                }
            }
        } finally {
            pool.drawing().unlock();
        }
    }

    /**
     * Room that is leased in the database and neither idle nor promised here: a transaction that took or freed it was not answered. It goes back; where the
     * transaction is still under way, after its end.
     */
    private void returnLost() {
        returnLost(settings.life().toNanos());
    }

    private void returnLost(long unanswered) {
        rows.leased(sql, lease.process()).forEach((notebook, leased) -> {
            Pool pool = pool(notebook);
            pool.forgetLost(unanswered);
            if (!leased.minus(pool.known().known()).orZero().isNone()) {
                returnLost(notebook, pool);
            }
        });
    }

    private void returnLost(int notebook, Pool pool) {
        pool.drawing().lock();
        try {
            Room lost = LedgerRows.inTree(sql, c -> {
                // Before the row is read: what is settled in between is then known here and in the row no more.
                Pool.Known before = pool.known();
                return rows.giveBackAbove(c, pool.process(), notebook, () -> {
                    // After it: what is freed in between is in the row and was not known here.
                    Room since = pool.known().begun().minus(before.begun());
                    return before.known().plus(since);
                });
            });
            if (!lost.isNone()) {
                LOG.info(
                        "{} bytes and {} objects of notebook {} went back: leased by acts that the database did not answer",
                        lost.bytes(),
                        lost.objects(),
                        notebook);
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
    public boolean keeps(Claim claim, int notebook, Room room) {
        return ReservedRoom.keeps(sql, claim, notebook, room);
    }

    @Override
    public void settle(
            Connection transaction,
            @Nullable UUID from,
            int notebook,
            Room added,
            Room removed,
            SortedMap<UUID, Room> kept)
            throws SQLException {
        UUID process = lease.process();
        if (from != null && !from.equals(process)) {
            throw new LeaseLost("the lease that promised this room has ended; repeat the request");
        }
        if (!removed.isNone()) {
            pool(notebook).freeing(removed);
        }
        Room leased = added.minus(removed);
        Room change = leased.plus(ReservedRoom.take(transaction, notebook, kept));
        try {
            Sql.list(
                    transaction,
                    row -> near.seen(notebook, row),
                    Near.SETTLE,
                    change.bytes(),
                    change.bytes(),
                    change.objects(),
                    change.objects(),
                    notebook);
        } catch (SQLException e) {
            // Less is leased of the notebook than is to be settled: the lease that promised it was reaped.
            if (CHECK_VIOLATION.equals(e.getSQLState())) {
                throw new LeaseLost("this process's lease has ended; repeat the request");
            }
            throw e;
        }
        boolean keptAlone = leased.isNone() && !kept.isEmpty();
        if (!keptAlone && !rows.charge(transaction, process, notebook, leased)) {
            throw new LeaseLost("this process's lease has ended; repeat the request");
        }
    }

    @Override
    public Optional<Quota> nearlyFull(int notebook) {
        return near.of(notebook);
    }

    @Override
    public void keep(Connection transaction, Reservation room, UUID upload) throws SQLException {
        UUID process = room.lease();
        KeptRoom.keep(transaction, process == null ? lease.process() : process, room.notebook(), upload, room.bytes());
    }

    @Override
    public boolean settleKept(Connection transaction, int notebook, UUID upload, long added, long removed)
            throws SQLException {
        return KeptRoom.settle(transaction, notebook, upload, added, removed);
    }

    @Override
    public long release(Connection transaction, int notebook, UUID upload) throws SQLException {
        long kept = KeptRoom.release(transaction, lease.process(), notebook, upload);
        if (kept > 0) {
            pool(notebook).freeing(Room.ofBytes(kept));
        }
        return kept;
    }

    @Override
    public void credited(int notebook, Room removed) {
        if (!removed.isNone()) {
            pool(notebook).freed(removed);
        }
    }

    /**
     * Within the caller's transaction: room goes out of a lease of this process's into what outlives it, or comes back where negative, for {@link #credited}
     * after the commit.
     *
     * @param from the lease that promised it; null for the one of now
     */
    void move(Connection transaction, @Nullable UUID from, int notebook, Room out) throws SQLException {
        if (out.isNone()) {
            return;
        }
        if (!rows.charge(transaction, from == null ? lease.process() : from, notebook, out)) {
            throw new LeaseLost("this process's lease has ended; repeat the request");
        }
        Room back = out.negated().orZero();
        if (!back.isNone()) {
            pool(notebook).freeing(back);
        }
    }

    /** As once in a lease's life, where nothing that is unanswered now is answered any more. */
    void returnLostNow() {
        returnLost(0);
    }

    UUID process() {
        return lease.process();
    }

    /** As a killed process: it renews and hears nothing any more, and gives nothing back. */
    void die() {
        lease.stop();
    }

    void reapNow() {
        lease.reap();
    }

    @Override
    public void close() {
        lease.stop();
        returnAllIdle();
        lease.end();
    }

    private final class Promise implements Reservation {
        private final Pool pool;
        private final int notebook;
        private final AtomicBoolean ended = new AtomicBoolean();
        private Room room;

        Promise(Pool pool, int notebook, Room room) {
            this.pool = pool;
            this.notebook = notebook;
            this.room = room;
        }

        @Override
        public int notebook() {
            return notebook;
        }

        @Override
        public UUID lease() {
            return pool.process();
        }

        @Override
        public Room room() {
            return room;
        }

        @Override
        public void grow(long more) {
            if (!pool.process().equals(lease.process())) {
                throw new LeaseLost("the lease that promised this room has ended; repeat the request");
            }
            take(pool, notebook, Room.ofBytes(more));
            room = room.plus(Room.ofBytes(more));
        }

        @Override
        public Reservation split(Room part) {
            Room rest = room.minus(part);
            if (part.isNegative() || rest.isNegative() || ended.get()) {
                throw new IllegalArgumentException("of " + room + " there is no " + part + " to be split off");
            }
            room = rest;
            return new Promise(pool, notebook, part);
        }

        @Override
        public void settled(Room used) {
            if (ended.compareAndSet(false, true)) {
                pool.ended(room, used);
            }
        }

        @Override
        public void close() {
            settled(Room.NONE);
        }
    }
}
