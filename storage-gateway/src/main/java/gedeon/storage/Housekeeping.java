package gedeon.storage;

import gedeon.storage.keys.NotebookKeys;
import gedeon.storage.notebooks.JdbcNotebooks;
import gedeon.storage.objects.Collector;
import gedeon.storage.sql.Sql;
import gedeon.storage.tier.jdbc.JdbcTiers;
import java.io.IOException;
import java.time.Duration;
import java.util.Set;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tidies up every now and then: content that nothing names, keys that ended, what dead writers left in tiers. */
final class Housekeeping implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Housekeeping.class);

    /** Longer than a lease lasts: what nobody touched for this long, and whose writer has no lease, is nobody's. */
    private static final Duration UNTOUCHED = Duration.ofMinutes(10);

    /** A scan of all places each. */
    private static final Duration COUNTED = Duration.ofHours(6);

    private final Sql sql;
    private final Collector collector;
    private final JdbcNotebooks notebooks;
    private final NotebookKeys keys;
    private final JdbcTiers tiers;
    private final Reservations reservations;
    private final Thread thread;

    Housekeeping(
            Sql sql,
            Collector collector,
            JdbcNotebooks notebooks,
            NotebookKeys keys,
            JdbcTiers tiers,
            Reservations reservations,
            Duration every) {
        this.sql = sql;
        this.collector = collector;
        this.notebooks = notebooks;
        this.keys = keys;
        this.tiers = tiers;
        this.reservations = reservations;
        this.thread = Thread.ofVirtual().name("collector").start(() -> run(every.toMillis()));
    }

    @FunctionalInterface
    private interface Step {
        void run() throws IOException;
    }

    private void run(long every) {
        while (!Thread.currentThread().isInterrupted()) {
            try {
                Thread.sleep(every);
            } catch (InterruptedException e) {
                return;
            }
            step("garbage", collector::collect);
            step("keys that ended", notebooks::forgetEndedKeys);
            step("keys of notebooks", keys::tidy);
            step("reservations that are over", reservations::endOverdue);
            step("the tiers' sweep", () -> tiers.sweep(writers()::contains, UNTOUCHED));
            step("the count of what tiers hold", () -> tiers.countStale(COUNTED));
        }
    }

    /** One that fails keeps none behind it. */
    private static void step(String what, Step step) {
        try {
            step.run();
        } catch (IOException | RuntimeException e) {
            if (!Thread.currentThread().isInterrupted()) {
                LOG.warn("{} waits for the next round: {}", what, e.getMessage());
            }
        }
    }

    private Set<UUID> writers() {
        return Set.copyOf(sql.list(
                row -> row.getObject(1, UUID.class),
                "select writer from process where writer is not null and expires_at > now()"));
    }

    /** What is under way ends when it next looks. */
    @Override
    public void close() {
        thread.interrupt();
    }
}
