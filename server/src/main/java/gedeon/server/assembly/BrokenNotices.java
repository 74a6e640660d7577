package gedeon.server.assembly;

import gedeon.metadata.AcquisitionBroken;
import gedeon.metadata.Intake;
import gedeon.storage.lifecycle.Turn;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.ApplicationEventPublisher;

/** Tells to the log and to whoever listens in this process which acquisitions are not stored as they were on the instrument. */
final class BrokenNotices implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(BrokenNotices.class);
    private static final Duration EVERY = Duration.ofMinutes(1);

    private final ApplicationEventPublisher listeners;
    private final Turn turn;

    BrokenNotices(Intake intake, ApplicationEventPublisher listeners) {
        this.listeners = listeners;
        this.turn = new Turn("broken acquisitions", EVERY, () -> intake.tellBroken(this::tell));
    }

    private void tell(AcquisitionBroken broken) {
        LOG.error(
                "acquisition {} of instrument {} gets no receipt: {} of its files are not stored as they were there, the first: {}",
                broken.name(),
                broken.instrument(),
                broken.files(),
                broken.first());
        listeners.publishEvent(broken);
    }

    @Override
    public void close() {
        turn.close();
    }
}
