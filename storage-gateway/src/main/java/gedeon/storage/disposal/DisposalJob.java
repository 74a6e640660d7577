package gedeon.storage.disposal;

import gedeon.storage.disposal.DisposalRequest.State;
import gedeon.storage.disposal.DisposalRows.Claim;
import gedeon.storage.lifecycle.Turn;
import gedeon.storage.namespace.Namespace;
import gedeon.storage.quota.QuotaLedger;
import gedeon.storage.sql.Sql;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Does what is due of disposals, beside other processes that do the same: each step is one transaction, and one process at a time works on a disposal. What
 * a dead one began another ends.
 */
public final class DisposalJob implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(DisposalJob.class);
    private static final Duration AFTER_FAILURE = Duration.ofSeconds(30);
    private static final int CLEARED = 5000;

    /** Keys that one transaction holds. */
    private static final int BATCH = 256;

    private static final int PAGE = 1000;

    private final Sql sql;
    private final Sql told;
    private final QuotaLedger ledger;
    private final Gathering gathering;
    private final Removal removal;
    private final Turn turn;

    /**
     * @param told whose transactions are in a tier's journal when they return
     * @param grace of other garbage
     */
    public DisposalJob(
            Sql sql,
            Sql told,
            QuotaLedger ledger,
            Namespace namespace,
            Ties ties,
            DisposalSettings settings,
            Duration grace) {
        this.sql = sql;
        this.told = told;
        this.ledger = ledger;
        Judgement judgement = new Judgement(ties, settings);
        Duration later = settings.grace().minus(grace);
        this.gathering = new Gathering(judgement, PAGE);
        this.removal = new Removal(
                judgement, ledger, namespace.announcements(), later.isNegative() ? Duration.ZERO : later, BATCH);
        this.turn = new Turn("disposals", settings.pause(), this::round);
    }

    Gathering gathering() {
        return gathering;
    }

    /** Until nothing is due. */
    public void round() {
        Optional<Claim> claim;
        while (!Thread.currentThread().isInterrupted() && (claim = DisposalRows.claim(sql, null)).isPresent()) {
            work(claim.get(), Long.MAX_VALUE);
        }
    }

    /** Goes on with one at once where nobody else does, for a while; the housekeeping does the rest. */
    void now(long disposal, Duration most) {
        DisposalRows.claim(sql, disposal).ifPresent(claim -> work(claim, System.nanoTime() + most.toNanos()));
    }

    private void work(Claim first, long end) {
        Claim claim = first;
        try {
            while (working(claim.state())
                    && System.nanoTime() < end
                    && !Thread.currentThread().isInterrupted()) {
                claim = step(claim);
            }
            DisposalRows.release(sql, claim, 0);
        } catch (DisposalRows.TakenOver e) {
            LOG.debug("{}", e.getMessage());
        } catch (RuntimeException e) {
            if (!Thread.currentThread().isInterrupted()) {
                LOG.warn("disposal {} goes on soon: {}", first.id(), e.getMessage());
                DisposalRows.release(sql, claim, AFTER_FAILURE.toMillis());
            }
        }
    }

    private static boolean working(State state) {
        return switch (state) {
            case GATHERING, APPROVED, DISPOSING, REFUSED, WITHDRAWN -> true;
            case REQUESTED, DONE -> false;
        };
    }

    private Claim step(Claim claim) {
        return switch (claim.state()) {
            case GATHERING -> sql.inTransaction(c -> gathering.step(c, claim));
            case APPROVED -> begun(claim);
            case DISPOSING -> removed(claim);
            case REFUSED, WITHDRAWN -> cleared(claim);
            case REQUESTED, DONE -> claim;
        };
    }

    /** From here on it cannot be withdrawn. */
    private Claim begun(Claim claim) {
        return sql.inTransaction(c -> {
            Claim held = DisposalRows.hold(c, claim);
            int begun =
                    Sql.update(c, "update disposal set state = 'DISPOSING' where id = ? and due <= now()", claim.id());
            if (begun == 0) {
                throw new DisposalRows.TakenOver(claim.id());
            }
            return DisposalRows.hold(c, held.in(State.DISPOSING));
        });
    }

    private Claim removed(Claim claim) {
        Removal.Done done = told.inTransaction(c -> removal.step(c, claim));
        // Not reached where the outcome is unknown: room that may not have been freed is never promised.
        if (!done.freed().isNone()) {
            ledger.credited(claim.notebook(), done.freed());
        }
        return done.claim();
    }

    /** What was written down of a disposal that never came goes away. */
    private Claim cleared(Claim claim) {
        return sql.inTransaction(c -> {
            Claim held = DisposalRows.hold(c, claim);
            int gone = Sql.update(
                    c,
                    "delete from disposal_item where (disposal, key, seq) in (select disposal, key, seq from disposal_item where disposal = ? order by disposal, key, seq limit ?)",
                    claim.id(),
                    CLEARED);
            if (gone < CLEARED) {
                Sql.update(c, "update disposal set due = null where id = ?", claim.id());
                return held.in(State.DONE);
            }
            return held;
        });
    }

    @Override
    public void close() {
        turn.close();
    }
}
