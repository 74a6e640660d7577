package gedeon.storage;

import gedeon.storage.sql.Sql;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The place of the one complete server on a database: a row with a lease, renewed while the server runs. Gateways that only serve S3 need none. Two complete
 * servers would each land objects where the other cannot read them, and each write what the other's clients sign with.
 */
public final class CompleteServer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(CompleteServer.class);
    public static final Duration LIFE = Duration.ofSeconds(60);
    private static final int LOOKS = 6;
    private static final int UUID_SHOWN = 8;

    private final Sql sql;
    private final UUID server;
    private final Duration life;
    private final Runnable lost;
    private final Thread thread;
    private volatile boolean closed;

    private CompleteServer(Sql sql, UUID server, Duration life, Runnable lost) {
        this.sql = sql;
        this.server = server;
        this.life = life;
        this.lost = lost;
        this.thread = Thread.ofVirtual().name("complete server").start(this::keep);
    }

    /**
     * Who asks.
     *
     * @param tier of its home
     * @param masterKey a digest of the key that wraps secrets in the database
     * @param boot a name that this machine has since it was started; empty where it has none
     */
    public record Claimant(UUID tier, String masterKey, String host, String boot, String home) {
        String shortTier() {
            return tier.toString().substring(0, UUID_SHOWN);
        }
    }

    /**
     * How far the claim goes.
     *
     * @param before the server that ran on this very home before, as the home remembers; it is dead, for the home's lock is free
     * @param ownDatabase it lies in the home: whoever has the home has it
     * @param takeOver beginning of the uuid of a tier whose home is lost, from which the database is taken over
     * @param anew the namespace is made again: whose it was does not matter
     */
    public record Claim(@Nullable UUID before, boolean ownDatabase, Optional<String> takeOver, boolean anew) {}

    /** Another complete server has the database. */
    public static final class AnotherServer extends RuntimeException {
        private static final long serialVersionUID = 1;

        AnotherServer(String message) {
            super(message);
        }
    }

    private record Holder(UUID server, Claimant claimant, OffsetDateTime since, OffsetDateTime end, long leftMillis) {
        static Holder read(ResultSet row) throws SQLException {
            return new Holder(
                    row.getObject("server", UUID.class),
                    new Claimant(
                            row.getObject("tier", UUID.class),
                            row.getString("master_key"),
                            row.getString("host"),
                            row.getString("boot"),
                            row.getString("home")),
                    row.getObject("since", OffsetDateTime.class),
                    row.getObject("expires_at", OffsetDateTime.class),
                    row.getLong("left_millis"));
        }

        boolean isAsSilentAs(Holder before) {
            return server.equals(before.server()) && end.equals(before.end());
        }

        String words() {
            return "the Gédéon server on host " + claimant.host() + " (home " + claimant.home() + ", tier "
                    + claimant.shortTier() + ", since " + since.toInstant() + ")";
        }
    }

    /**
     * Takes the place, where it is free; waits for the end of a lease that nobody renews.
     *
     * @param server a number of this run, kept in the home by the caller
     * @param lost called once, where another server took the place because this one could not renew its lease
     * @param waiting told how long is waited, in words
     * @throws AnotherServer where another server runs on the database, or it is another installation's
     */
    public static CompleteServer claim(
            GatewaySettings settings,
            UUID server,
            Claimant mine,
            Claim how,
            Duration life,
            Runnable lost,
            Consumer<String> waiting)
            throws InterruptedException {
        Sql sql = StorageDatabase.single(settings);
        // Where the table is there, a server that is refused must not have changed the other's tables before.
        if (!sql.list(row -> row.getBoolean(1), "select to_regclass('storage.complete_server') is not null")
                .getFirst()) {
            StorageDatabase.migrate(settings);
        }
        Optional<Holder> before = Optional.empty();
        while (true) {
            Optional<Holder> holds = sql.inTransaction(c -> take(c, server, mine, how, life));
            if (holds.isEmpty()) {
                return new CompleteServer(sql, server, life, lost);
            }
            Holder holder = holds.get();
            if (before.isPresent() && !holder.isAsSilentAs(before.get())) {
                throw new AnotherServer(
                        holder.words()
                                + " runs on this database, and two would split what is stored; stop that one, or give this one a database of its own");
            }
            if (before.isEmpty()) {
                waiting.accept(holder.words() + " did not say that it ended; waiting at most "
                        + Math.ceilDiv(holder.leftMillis(), 1_000)
                        + " s, until its lease ends, or until it shows that it lives");
            }
            before = holds;
            Thread.sleep(Math.clamp(holder.leftMillis(), 10, life.toMillis() / LOOKS / 2));
        }
    }

    /**
     * For a process beside the complete server, whether that runs now or not: it must store where that one finds it, and read its secrets.
     *
     * @param tier that the process was given
     * @param masterKey as in {@link Claimant}
     * @throws AnotherServer where no complete server has run on the database yet, or the tier or the key are not that one's
     */
    public static void requireBeside(GatewaySettings settings, UUID tier, String masterKey) {
        Sql sql = StorageDatabase.single(settings);
        boolean ran = sql.list(row -> row.getBoolean(1), "select to_regclass('storage.complete_server') is not null")
                .getFirst();
        Claimant complete = (ran
                        ? sql.one(Holder::read, "select *, 0::bigint as left_millis from complete_server")
                        : Optional.<Holder>empty())
                .map(Holder::claimant)
                .orElseThrow(
                        () -> new AnotherServer(
                                "no complete server has run on this database yet: start that one first (gedeon up), with this database"));
        if (!complete.tier().equals(tier)) {
            throw new AnotherServer("the tier here is " + tier.toString().substring(0, UUID_SHOWN)
                    + ", that of the server of this database (host " + complete.host() + ", home " + complete.home()
                    + ") is " + complete.shortTier() + ": mount that one here");
        }
        if (!complete.masterKey().equals(masterKey)) {
            throw new AnotherServer("the master.key here is not that of the server of this database (host "
                    + complete.host() + ", home " + complete.home() + "): copy it from there");
        }
    }

    /** Empty where it was taken; else who holds it. */
    private static Optional<Holder> take(Connection c, UUID server, Claimant mine, Claim how, Duration life)
            throws SQLException {
        Sql.update(c, "lock table complete_server in share row exclusive mode");
        Optional<Holder> found = Sql.list(
                        c,
                        Holder::read,
                        "select *, greatest(0, ceil(extract(epoch from expires_at - clock_timestamp()) * 1000))::bigint as left_millis from complete_server")
                .stream()
                .findFirst();
        if (found.isPresent() && !how.ownDatabase()) {
            Holder holder = found.get();
            if (!how.anew()) {
                requireSame(holder, mine, how.takeOver());
            }
            if (holder.leftMillis() > 0 && !isDead(holder, mine, how.before())) {
                return found;
            }
        }
        Sql.update(
                c,
                "insert into complete_server (server, tier, master_key, host, boot, home, expires_at) values (?, ?, ?, ?, ?, ?, now() + ? * interval '1 millisecond') "
                        + "on conflict (only_one) do update set server = excluded.server, tier = excluded.tier, master_key = excluded.master_key, host = excluded.host, "
                        + "boot = excluded.boot, home = excluded.home, since = now(), expires_at = excluded.expires_at",
                server,
                mine.tier(),
                mine.masterKey(),
                mine.host(),
                mine.boot(),
                mine.home(),
                life.toMillis());
        return Optional.empty();
    }

    /** It ran on this home, on this machine since it was started: this process has the home's lock, so that it runs no more. */
    private static boolean isDead(Holder holder, Claimant mine, @Nullable UUID before) {
        return holder.server().equals(before)
                && !mine.boot().isEmpty()
                && holder.claimant().boot().equals(mine.boot())
                && holder.claimant().host().equals(mine.host())
                && holder.claimant().home().equals(mine.home());
    }

    private static void requireSame(Holder holder, Claimant mine, Optional<String> takeOver) {
        Claimant other = holder.claimant();
        if (takeOver.filter(tier ->
                        tier.length() >= UUID_SHOWN && other.tier().toString().startsWith(tier))
                .isPresent()) {
            return;
        }
        if (!other.tier().equals(mine.tier())) {
            throw new AnotherServer("this database belongs to " + holder.words() + ", and this home (tier "
                    + mine.shortTier()
                    + ") can neither open what that one stored nor its keys; give this home a database of its own, or, where the other home is lost for good, take it over with GEDEON_TAKE_OVER="
                    + other.shortTier());
        }
        if (!other.masterKey().equals(mine.masterKey())) {
            throw new AnotherServer("the master.key of this home is not the one with which " + holder.words()
                    + " wrapped the keys in this database; put the copy back that was made of it, or, where it is lost for good, go on without those keys with GEDEON_TAKE_OVER="
                    + other.shortTier());
        }
    }

    private void keep() {
        while (!closed) {
            try {
                Thread.sleep(life.dividedBy(LOOKS));
                int kept = sql.update(
                        "update complete_server set expires_at = now() + ? * interval '1 millisecond' where server = ?",
                        life.toMillis(),
                        server);
                if (kept == 0 && !closed) {
                    String taken = sql.one(Holder::read, "select *, 0::bigint as left_millis from complete_server")
                            .map(Holder::words)
                            .orElse("somebody");
                    LOG.error(
                            "{} took this database, which this server could not hold any more; this one stops", taken);
                    lost.run();
                    return;
                }
            } catch (InterruptedException e) {
                return;
            } catch (RuntimeException e) {
                LOG.warn("the place of the complete server could not be renewed: {}", e.getMessage());
            }
        }
    }

    /** The next one need not wait. */
    @Override
    public void close() {
        closed = true;
        thread.interrupt();
        try {
            sql.update("update complete_server set expires_at = now() where server = ?", server);
        } catch (RuntimeException e) {
            LOG.debug("the place of the complete server ends with its lease: {}", e.getMessage());
        }
    }
}
