package gedeon.storage.quota.jdbc;

import gedeon.storage.ProcessIdentity;
import gedeon.storage.Scope;
import gedeon.storage.quota.QuotaLedger.LeaseLost;
import gedeon.storage.sql.Sql;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** This process's row: registered at start, renewed, watched by its own monotonic clock. Also reaps the rows of the dead and hears recalls. */
final class ProcessLease {
    static final String CHANNEL = "gedeon_recall";
    /** Sent where a limit was changed, so that one below what is taken admits nothing from idle room. */
    static final String LIMIT = "limit";

    private static final long SILENCE_NANOS = 20_000_000_000L;
    private static final Logger LOG = LoggerFactory.getLogger(ProcessLease.class);

    private volatile UUID process = UUID.randomUUID();
    private final UUID writer;
    private final ProcessIdentity identity;
    private volatile @Nullable String serves;
    private final Sql sql;
    private final LeaseSettings settings;
    private final Consumer<Scope> recalled;
    private final Runnable limited;
    private final Runnable idle;
    private final Runnable lostRoom;
    private final Runnable forgotten;
    private volatile long confirmed = System.nanoTime();
    private volatile boolean lost;
    private volatile boolean stopped;
    private final List<Thread> threads = new ArrayList<>();

    /**
     * @param recalled another process asks for idle room of a scope
     * @param limited somebody changed a limit: all idle room goes back
     * @param idle called often: room that was not touched for a while goes back
     * @param lostRoom called once in a lease's life: what acts without an answer had leased goes back
     * @param forgotten the lease ended in the database; a new one begins with nothing
     */
    ProcessLease(
            Sql sql,
            LeaseSettings settings,
            UUID writer,
            ProcessIdentity identity,
            Consumer<Scope> recalled,
            Runnable limited,
            Runnable idle,
            Runnable lostRoom,
            Runnable forgotten) {
        this.sql = sql;
        this.settings = settings;
        this.recalled = recalled;
        this.limited = limited;
        this.idle = idle;
        this.writer = writer;
        this.identity = identity;
        this.lostRoom = lostRoom;
        this.forgotten = forgotten;
        register(process);
        confirmed = System.nanoTime();
    }

    private void register(UUID id) {
        sql.update(
                "insert into process (id, writer, expires_at, host, role, release, serves) values (?, ?, now() + ? * interval '1 millisecond', ?, ?, ?, ?)",
                id,
                writer,
                settings.life().toMillis(),
                identity.host(),
                identity.role().name(),
                identity.release(),
                serves);
    }

    /** Where its port is: told to people who look at what runs. */
    void serves(String address) {
        serves = address;
        sql.update("update process set serves = ? where id = ?", address, process);
    }

    UUID process() {
        return process;
    }

    void start() {
        threads.add(Thread.ofVirtual().name("lease").start(this::keep));
        threads.add(Thread.ofVirtual().name("lease-tidy").start(this::tidy));
        threads.add(Thread.ofPlatform().daemon().name("lease-recall").start(this::listen));
    }

    void requireAlive() {
        if (lost || System.nanoTime() - confirmed > settings.fence().toNanos()) {
            throw new LeaseLost(
                    "this process could not renew its lease with the database; repeat the request in a minute");
        }
    }

    /** By a thread of its own: it waits for no row that another may hold. */
    private void keep() {
        long step = step(settings.renewal());
        long renewed = System.nanoTime();
        while (!stopped) {
            try {
                Thread.sleep(step);
                if (System.nanoTime() - renewed >= settings.renewal().toNanos()) {
                    renewed = System.nanoTime();
                    renew();
                }
            } catch (InterruptedException e) {
                return;
            } catch (RuntimeException e) {
                LOG.warn("the lease could not be renewed: {}", e.getMessage());
            }
        }
    }

    private void tidy() {
        long step = Math.min(step(settings.renewal()), step(settings.idle()));
        long reaped = System.nanoTime();
        long compared = reaped;
        while (!stopped) {
            try {
                Thread.sleep(step);
                idle.run();
                if (System.nanoTime() - reaped >= settings.renewal().toNanos()) {
                    reaped = System.nanoTime();
                    reap();
                }
                if (System.nanoTime() - compared >= settings.life().toNanos()) {
                    compared = System.nanoTime();
                    lostRoom.run();
                }
            } catch (InterruptedException e) {
                return;
            } catch (RuntimeException e) {
                LOG.warn("room that is to go back waits for the next time: {}", e.getMessage());
            }
        }
    }

    private static long step(Duration every) {
        return Math.max(50, every.toMillis() / 2);
    }

    private void renew() {
        long asked = System.nanoTime();
        int found = sql.update(
                "update process set expires_at = now() + ? * interval '1 millisecond' where id = ? and expires_at > now()",
                settings.life().toMillis(),
                process);
        if (found == 0) {
            begin(asked);
        } else {
            confirmed = asked;
        }
    }

    /** A machine that slept, or a database that was away for longer than a lease lasts: what was leased is gone, a new lease begins with nothing. */
    private void begin(long asked) {
        LOG.warn("the lease of this process ended in the database; a new one begins, uploads under way are refused");
        lost = true;
        UUID next = UUID.randomUUID();
        register(next);
        process = next;
        forgotten.run();
        confirmed = asked;
        lost = false;
    }

    private void listen() {
        while (!stopped) {
            try (Connection c = sql.connection();
                    Statement listen = c.createStatement()) {
                c.setAutoCommit(true);
                listen.execute("listen " + CHANNEL);
                PGConnection postgres = c.unwrap(PGConnection.class);
                long answered = System.nanoTime();
                while (!stopped) {
                    // Who is gone recalls nothing: silence is no sign that the other side is there.
                    if (System.nanoTime() - answered > SILENCE_NANOS) {
                        if (!c.isValid(5)) {
                            throw new SQLException("the database does not answer");
                        }
                        answered = System.nanoTime();
                    }
                    org.postgresql.PGNotification[] heard = postgres.getNotifications(500);
                    for (org.postgresql.PGNotification one :
                            heard == null ? new org.postgresql.PGNotification[0] : heard) {
                        Scope scope = Recalls.heard(one.getParameter(), process);
                        if (one.getParameter().equals(LIMIT)) {
                            limited.run();
                        } else if (scope != null) {
                            recalled.accept(scope);
                        }
                    }
                }
            } catch (SQLException | RuntimeException e) {
                if (!stopped) {
                    LOG.warn("recalls are not heard for a moment: {}", e.getMessage());
                    pause();
                }
            }
        }
    }

    private static void pause() {
        try {
            Thread.sleep(500);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Returns the room of processes whose lease has ended. Several reapers may run; each dead process is taken by one. */
    void reap() {
        LedgerRows.inTree(sql, c -> {
            List<UUID> dead = new ArrayList<>();
            try (PreparedStatement find = c.prepareStatement(
                    "select id from process where expires_at < now() and id <> ? for update skip locked")) {
                find.setObject(1, process);
                try (ResultSet found = find.executeQuery()) {
                    while (found.next()) {
                        dead.add(found.getObject(1, UUID.class));
                    }
                }
            }
            for (UUID one : dead) {
                remove(c, one);
            }
            return dead.size();
        });
    }

    private static void remove(Connection c, UUID dead) throws SQLException {
        List<Integer> notebooks = new ArrayList<>();
        try (PreparedStatement find =
                c.prepareStatement("select notebook from lease where process = ? order by notebook")) {
            find.setObject(1, dead);
            try (ResultSet found = find.executeQuery()) {
                while (found.next()) {
                    notebooks.add(found.getInt(1));
                }
            }
        }
        for (int notebook : notebooks) {
            LedgerRows.reap(c, dead, notebook);
        }
        try (PreparedStatement delete = c.prepareStatement("delete from process where id = ?")) {
            delete.setObject(1, dead);
            delete.executeUpdate();
        }
    }

    void stop() {
        stopped = true;
        threads.forEach(Thread::interrupt);
        hearNoMore();
        for (Thread thread : threads) {
            try {
                thread.join(2_000);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Whoever waits for what the database says hears no interrupt, but hears this; where it does not, it looks up within half a second. */
    private void hearNoMore() {
        try {
            sql.list(row -> true, "select pg_notify(?, ?)", CHANNEL, process.toString());
        } catch (Sql.Failed e) {
            LOG.debug("the database is away: {}", e.getMessage());
        }
    }

    /** Ends this process's own row: what it still had leased goes back. */
    void end() {
        LedgerRows.inTree(sql, c -> {
            try (PreparedStatement own = c.prepareStatement("select id from process where id = ? for update")) {
                own.setObject(1, process);
                own.execute();
            }
            remove(c, process);
            return true;
        });
    }
}
