package gedeon.storage.lifecycle.archive;

import gedeon.storage.sql.Sql;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One process at a time seals in an archive, as long as it says that it lives: while bytes pass by whoever passes them, and meanwhile by itself, as a disk may
 * take minutes to force what a batch holds.
 */
final class SealingClaim implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(SealingClaim.class);

    private final Sql sql;
    private final short tier;
    private final Duration lasts;
    private OffsetDateTime until;
    private long renewed = System.nanoTime();
    private final CountDownLatch over = new CountDownLatch(1);

    private SealingClaim(Sql sql, short tier, Duration lasts, OffsetDateTime until) {
        this.sql = sql;
        this.tier = tier;
        this.lasts = lasts;
        this.until = until;
    }

    /** A claim that is renewed until it is closed. */
    private SealingClaim beating() {
        Thread.ofVirtual().name("sealing goes on").start(() -> {
            try {
                while (!over.await(lasts.toMillis() / 5, TimeUnit.MILLISECONDS)) {
                    goesOn();
                }
            } catch (InterruptedException | IOException | RuntimeException e) {
                // Whoever seals asks again before anything counts.
                LOG.warn("the claim to seal in tier {} is not renewed any more: {}", tier, e.getMessage());
            }
        });
        return this;
    }

    /** Empty while another has it, and as long as the archive waits. */
    static Optional<SealingClaim> take(Sql sql, short tier, Duration lasts) {
        return sql.one(
                        row -> row.getObject(1, OffsetDateTime.class),
                        "insert into sealing_claim as s (tier_id, claimed_until) values (?, now() + ? * interval '1 millisecond') on conflict (tier_id) do update "
                                + "set claimed_until = excluded.claimed_until where (s.claimed_until is null or s.claimed_until < now()) and (s.again is null or s.again <= now()) returning claimed_until",
                        tier,
                        lasts.toMillis())
                .map(until -> new SealingClaim(sql, tier, lasts, until).beating());
    }

    /** Called again and again while the work goes on. @throws IOException where it took so long that another may have begun */
    synchronized void goesOn() throws IOException {
        if (System.nanoTime() - renewed > lasts.toNanos() / 5) {
            renewed = System.nanoTime();
            until = sql.one(
                            row -> row.getObject(1, OffsetDateTime.class),
                            "update sealing_claim set claimed_until = now() + ? * interval '1 millisecond' where tier_id = ? and claimed_until = ? returning claimed_until",
                            lasts.toMillis(),
                            tier,
                            until)
                    .orElseThrow(() -> new IOException("sealing took so long that another process may have begun"));
        }
    }

    /** Whether it is ours still, and stays so until the transaction ends. */
    synchronized boolean held(Connection c) throws SQLException {
        return !Sql.list(
                        c,
                        row -> true,
                        "select 1 from sealing_claim where tier_id = ? and claimed_until = ? for update",
                        tier,
                        until)
                .isEmpty();
    }

    /** @throws IOException where another has it */
    synchronized void requireHeld() throws IOException {
        if (!sql.inTransaction(this::held)) {
            throw new IOException("another process seals here by now");
        }
    }

    @Override
    public void close() {
        over.countDown();
        end();
    }

    private synchronized void end() {
        sql.update(
                "update sealing_claim set claimed_until = null where tier_id = ? and claimed_until = ?", tier, until);
    }
}
