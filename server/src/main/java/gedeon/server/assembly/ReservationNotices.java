package gedeon.server.assembly;

import gedeon.metadata.AgentRefused;
import gedeon.metadata.Agents;
import gedeon.storage.Reservations;
import gedeon.storage.RoomRefused;
import gedeon.storage.lifecycle.Turn;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.ApplicationEventPublisher;

/** Tells to the log and to whoever listens in this process for which acquisitions there is no room. */
final class ReservationNotices implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ReservationNotices.class);
    private static final Duration EVERY = Duration.ofSeconds(10);

    private final Agents agents;
    private final ApplicationEventPublisher listeners;
    private final Turn turn;

    ReservationNotices(Reservations reservations, Agents agents, ApplicationEventPublisher listeners) {
        this.agents = agents;
        this.listeners = listeners;
        this.turn = new Turn("reservation notices", EVERY, () -> reservations.tellRefused(this::tell));
    }

    private void tell(RoomRefused refused) {
        LOG.warn(
                "no room in {} {} for {} bytes and {} objects of acquisition {} of source {} into notebook {}",
                refused.scope(),
                refused.scopeName(),
                refused.bytes(),
                refused.objects(),
                refused.name(),
                refused.source(),
                refused.notebookName());
        agents.byAccount(refused.account())
                .ifPresent(agent -> listeners.publishEvent(new AgentRefused(agent, refused)));
    }

    @Override
    public void close() {
        turn.close();
    }
}
