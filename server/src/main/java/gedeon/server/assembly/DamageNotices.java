package gedeon.server.assembly;

import gedeon.storage.lifecycle.Turn;
import gedeon.storage.lifecycle.fixity.DamageChanged;
import gedeon.storage.lifecycle.fixity.DamageWatch;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.ApplicationEventPublisher;

/** Tells each change of what is damaged in a tier to the log and to whoever listens in this process. */
final class DamageNotices implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(DamageNotices.class);
    private static final Duration EVERY = Duration.ofSeconds(5);

    private final ApplicationEventPublisher listeners;
    private final Turn turn;

    DamageNotices(DamageWatch watch, ApplicationEventPublisher listeners) {
        this.listeners = listeners;
        this.turn = new Turn("damage notices", EVERY, () -> watch.deliver(this::tell));
    }

    private void tell(DamageChanged change) {
        if (change.loses()) {
            LOG.error(
                    "tier {}: {} copies are damaged or missing and have no other copy ({} before); {} are open in all",
                    change.tier(),
                    change.lost(),
                    change.lostBefore(),
                    change.open());
        } else {
            LOG.warn(
                    "tier {}: {} copies are damaged or missing and not repaired, {} before; {} of them have no other copy",
                    change.tier(),
                    change.open(),
                    change.openBefore(),
                    change.lost());
        }
        listeners.publishEvent(change);
    }

    @Override
    public void close() {
        turn.close();
    }
}
