package gedeon.server.assembly;

import gedeon.storage.lifecycle.Turn;
import gedeon.storage.lifecycle.fixity.EndedRound;
import gedeon.storage.lifecycle.fixity.FixityRounds;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.ApplicationEventPublisher;

/** Tells each round of fixity that ended to the log, with the digest that proves it later, and to whoever listens in this process. */
final class FixityNotices implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(FixityNotices.class);
    private static final Duration EVERY = Duration.ofSeconds(5);

    private final ApplicationEventPublisher listeners;
    private final Turn turn;

    FixityNotices(FixityRounds rounds, ApplicationEventPublisher listeners) {
        this.listeners = listeners;
        this.turn = new Turn("fixity notices", EVERY, () -> rounds.deliver(this::tell));
    }

    private void tell(EndedRound round) {
        LOG.info(
                "fixity round {} of tier {}: {} copies of {} bytes, {} damaged, {} missing, {} repaired, {} lost; digest {}",
                round.number(),
                round.tier(),
                round.copies(),
                round.bytes(),
                round.damaged(),
                round.missing(),
                round.repaired(),
                round.lost(),
                round.digest());
        listeners.publishEvent(round);
    }

    @Override
    public void close() {
        turn.close();
    }
}
