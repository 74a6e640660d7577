package gedeon.server.assembly;

import gedeon.metadata.AcquisitionMissing;
import gedeon.metadata.Bookings.Booking;
import gedeon.metadata.Expectations;
import gedeon.storage.lifecycle.Turn;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.ApplicationEventPublisher;

/** Tells to the log and to whoever listens in this process which instruments deliver nothing where they should. */
final class MissingNotices implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(MissingNotices.class);
    private static final Duration EVERY = Duration.ofMinutes(5);

    private final ApplicationEventPublisher listeners;
    private final Turn turn;

    MissingNotices(Expectations expectations, ApplicationEventPublisher listeners) {
        this.listeners = listeners;
        this.turn = new Turn("missing acquisitions", EVERY, () -> expectations.tellMissing(this::tell));
    }

    private void tell(AcquisitionMissing missing) {
        Booking booking = missing.booking();
        if (booking == null) {
            LOG.warn(
                    "instrument {} delivered nothing today, where it usually has by {}",
                    missing.instrument().name(),
                    missing.since());
        } else {
            LOG.warn(
                    "instrument {} is booked from {} to {} and delivered nothing",
                    missing.instrument().name(),
                    booking.start(),
                    booking.end());
        }
        listeners.publishEvent(missing);
    }

    @Override
    public void close() {
        turn.close();
    }
}
