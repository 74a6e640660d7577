package gedeon.storage.keys;

import gedeon.storage.BlobId;
import gedeon.storage.encryption.KeyName;
import gedeon.storage.encryption.KeyProvider;
import gedeon.storage.encryption.KeyRef;
import gedeon.storage.objects.Pace;
import gedeon.storage.objects.Refusal;
import gedeon.storage.objects.Rewriting;
import gedeon.storage.sql.Sql;
import gedeon.storage.tier.TierFull;
import java.io.IOException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The job of withdrawals: its state is rows, so that a process that dies is followed by the next. One process works on one at a time, for as long as it
 * says so, also amid a long blob; two that do the same do no harm. It keeps to the bandwidth of work in the background. What cannot be read is told in the row, the rest goes on, and the key stays until all is done. Where the tier has no
 * room to spare it pauses, says so in the row, and goes on when there is.
 */
final class Withdrawals {
    private static final Logger LOG = LoggerFactory.getLogger(Withdrawals.class);
    private static final int ROUND = 100;
    private static final String PAUSED = "paused: ";
    private static final Duration AGAIN = Duration.ofMinutes(5);
    private static final Duration TO_END_BY_ITSELF = Duration.ofSeconds(1);
    private static final Duration TO_END = Duration.ofSeconds(10);
    private static final Duration PAUSE = Duration.ofMinutes(1);
    private static final String LATER = "now() + ? * interval '1 ms'";
    private static final String COLUMNS =
            "id, notebook, key_name, key_generation, started, finished, blobs, blobs_done, bytes_done, reason";

    private final Sql sql;
    private final KeyProvider keys;
    private final Rewriting rewriting;
    private final Disposals disposals;
    private final Pace pace;
    private final Duration claim;
    private @Nullable Thread working;
    private boolean closed;

    /** @param claim how long one of a process that died waits for another */
    Withdrawals(Sql sql, KeyProvider keys, Rewriting rewriting, Disposals disposals, Pace pace, Duration claim) {
        this.sql = sql;
        this.keys = keys;
        this.rewriting = rewriting;
        this.disposals = disposals;
        this.pace = pace;
        this.claim = claim;
    }

    /** Begins one, or returns the one that was begun; the work is done beside. */
    Withdrawal start(KeyRef ref) throws IOException {
        if (keys.current(ref.key()).filter(ref::equals).isPresent()) {
            throw new IllegalArgumentException(
                    ref + " is the one that encrypts now; begin a new one with gedeon encryption renew");
        }
        if (!keys.alive(ref) && find(ref).isEmpty()) {
            throw new Refusal(Refusal.Reason.UNKNOWN_KEY, "there is no living " + ref);
        }
        sql.unhurried()
                .update(
                        "insert into key_withdrawal (notebook, key_name, key_generation, blobs) select ?, ?, ?, count(*) from blob "
                                + "where notebook = ? and key_name = ? and key_generation = ? and state = 'l' on conflict do nothing",
                        ref.key().notebook(),
                        ref.key().name(),
                        ref.generation(),
                        ref.key().notebook(),
                        ref.key().name(),
                        ref.generation());
        wake();
        return find(ref).orElseThrow();
    }

    private Optional<Withdrawal> find(KeyRef ref) {
        return sql.one(
                Withdrawals::read,
                "select " + COLUMNS + " from key_withdrawal where notebook = ? and key_name = ? and key_generation = ?",
                ref.key().notebook(),
                ref.key().name(),
                ref.generation());
    }

    List<Withdrawal> of(int notebook) {
        return sql.list(
                Withdrawals::read,
                "select " + COLUMNS + " from key_withdrawal where notebook = ? order by id",
                notebook);
    }

    private static Withdrawal read(ResultSet row) throws SQLException {
        OffsetDateTime finished = row.getObject("finished", OffsetDateTime.class);
        return new Withdrawal(
                row.getLong("id"),
                new KeyRef(
                        new KeyName(row.getInt("notebook"), row.getString("key_name")), row.getInt("key_generation")),
                row.getObject("started", OffsetDateTime.class).toInstant(),
                finished == null ? null : finished.toInstant(),
                row.getLong("blobs"),
                row.getLong("blobs_done"),
                row.getLong("bytes_done"),
                row.getString("reason"));
    }

    /** Sees to it that somebody of this process works while there is something to do. */
    synchronized void wake() {
        if (!closed && (working == null || !working.isAlive())) {
            working = Thread.ofVirtual().name("withdrawals").start(this::work);
        }
    }

    void close() {
        Thread last;
        synchronized (this) {
            closed = true;
            last = working;
        }
        if (last != null) {
            try {
                // What it says to the database, it says to the end.
                if (!last.join(TO_END_BY_ITSELF)) {
                    last.interrupt();
                    last.join(TO_END);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private void work() {
        try {
            while (!stopped()) {
                Optional<Withdrawal> next = claim();
                if (next.isEmpty()) {
                    return;
                }
                work(next.get());
            }
        } catch (RuntimeException e) {
            LOG.warn("withdrawals wait for the next round: {}", e.getMessage());
        }
    }

    private synchronized boolean stopped() {
        return closed;
    }

    private Optional<Withdrawal> claim() {
        return sql.one(
                Withdrawals::read,
                "update key_withdrawal set claimed_until = " + LATER
                        + " where id = (select id from key_withdrawal where finished is null and (claimed_until is null or claimed_until < now()) "
                        + "order by id limit 1 for update skip locked) returning " + COLUMNS,
                claim.toMillis());
    }

    private void work(Withdrawal withdrawal) {
        String failed = null;
        BlobId at = new BlobId(0, 0);
        Pace held = held(withdrawal);
        for (List<Rewriting.Old> round = rewriting.under(withdrawal.ref(), at, ROUND);
                !round.isEmpty();
                round = rewriting.under(withdrawal.ref(), at, ROUND)) {
            for (Rewriting.Old old : round) {
                if (stopped()) {
                    release(withdrawal);
                    return;
                }
                at = old.place().blob();
                try {
                    Optional<String> noRoom = rewriting.noRoom(old);
                    if (noRoom.isPresent()) {
                        pause(withdrawal, noRoom.get());
                        return;
                    }
                    done(withdrawal, rewriting.rewrite(old, held));
                } catch (TierFull e) {
                    pause(withdrawal, String.valueOf(e.getMessage()));
                    return;
                } catch (InterruptedException e) {
                    release(withdrawal);
                    return;
                } catch (IOException | RuntimeException e) {
                    if (stopped()) {
                        release(withdrawal);
                        return;
                    }
                    failed = String.valueOf(e.getMessage());
                    LOG.warn("blob {} stays under {} for now: {}", at, withdrawal.ref(), failed);
                }
            }
        }
        if (failed == null) {
            failed = end(withdrawal);
        }
        if (failed != null) {
            // Tried again after a while.
            sql.update(
                    "update key_withdrawal set reason = ?, claimed_until = " + LATER + " where id = ?",
                    failed,
                    AGAIN.toMillis(),
                    withdrawal.id());
        }
    }

    /** While bytes pass, it stays this process's, until that stops. */
    private Pace held(Withdrawal withdrawal) {
        AtomicLong said = new AtomicLong(System.nanoTime());
        return bytes -> {
            pace.passed(bytes);
            if (stopped()) {
                throw new InterruptedException("this process is stopping");
            }
            long now = System.nanoTime();
            if (now - said.get() > claim.toNanos() / 4) {
                sql.update(
                        "update key_withdrawal set claimed_until = " + LATER + " where id = ?",
                        claim.toMillis(),
                        withdrawal.id());
                said.set(now);
            }
        };
    }

    /** Left alone for a minute; what was rewritten stays so, and it goes on behind that. Told once in the log, for as long as it lasts in the row. */
    private void pause(Withdrawal withdrawal, String why) {
        String told = withdrawal.reason();
        if (told == null || !told.startsWith(PAUSED)) {
            LOG.warn("the withdrawal of {} is paused: {}", withdrawal.ref(), why);
        }
        sql.update(
                "update key_withdrawal set reason = ?, claimed_until = " + LATER + " where id = ?",
                PAUSED + why,
                PAUSE.toMillis(),
                withdrawal.id());
    }

    private void done(Withdrawal withdrawal, long bytes) {
        sql.update(
                "update key_withdrawal set blobs_done = blobs_done + 1, bytes_done = bytes_done + ?, reason = null, claimed_until = "
                        + LATER + " where id = ?",
                bytes,
                claim.toMillis(),
                withdrawal.id());
    }

    private void release(Withdrawal withdrawal) {
        sql.update("update key_withdrawal set claimed_until = null where id = ?", withdrawal.id());
    }

    /** Destroys the generation once nothing is under it, in a transaction in which nothing can come under it. Null where it is done. */
    private @Nullable String end(Withdrawal withdrawal) {
        try {
            return sql.inTransaction(c -> {
                Disposals.hold(c, withdrawal.ref().key().notebook());
                if (!Rewriting.none(c, withdrawal.ref())) {
                    return "something was written under it meanwhile";
                }
                disposals.destroy(c, withdrawal.ref(), null, "withdrawn");
                Sql.update(
                        c, "update key_withdrawal set finished = now(), reason = null where id = ?", withdrawal.id());
                return null;
            });
        } catch (RuntimeException e) {
            LOG.warn("{} is not destroyed yet", withdrawal.ref(), e);
            return String.valueOf(e.getMessage());
        }
    }
}
