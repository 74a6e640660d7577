package gedeon.server.assembly;

import gedeon.metadata.AcquisitionBroken;
import gedeon.metadata.Intake;
import gedeon.storage.lifecycle.Turn;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.ApplicationEventPublisher;

/**
 * Tells to the log and to whoever listens in this process which acquisitions are not stored as they were on the instrument, and to Prometheus how many wait for their
 * receipts: looked at each minute.
 */
final class ReceiptNotices implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ReceiptNotices.class);
    private static final Duration EVERY = Duration.ofMinutes(1);

    private final Intake intake;
    private final ApplicationEventPublisher listeners;
    private final Turn turn;
    private volatile Intake.Waiting waiting = Intake.Waiting.NOTHING;

    ReceiptNotices(Intake intake, ApplicationEventPublisher listeners, MeterRegistry meters) {
        this.intake = intake;
        this.listeners = listeners;
        Gauge.builder("gedeon.receipts.waiting", () -> waiting.contents())
                .description("acquisitions that are stored and have no receipt yet")
                .register(meters);
        Gauge.builder("gedeon.receipts.oldest.seconds", () -> waiting.oldest().toSeconds())
                .description("how long the oldest of them waits")
                .register(meters);
        this.turn = new Turn("receipt notices", EVERY, this::look);
    }

    private void look() {
        waiting = intake.waiting();
        intake.tellBroken(this::tell);
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
