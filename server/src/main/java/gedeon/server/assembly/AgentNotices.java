package gedeon.server.assembly;

import gedeon.metadata.AgentSilence;
import gedeon.metadata.Agents;
import gedeon.storage.lifecycle.Turn;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.ApplicationEventPublisher;

/** Tells to the log and to whoever listens in this process which agents fell silent, and which are heard again. */
final class AgentNotices implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(AgentNotices.class);
    private static final Duration EVERY = Duration.ofMinutes(1);

    private final ApplicationEventPublisher listeners;
    private final Turn turn;

    AgentNotices(Agents agents, ApplicationEventPublisher listeners) {
        this.listeners = listeners;
        this.turn = new Turn("agent notices", EVERY, () -> agents.tellSilences(this::tell));
    }

    private void tell(AgentSilence silence) {
        LOG.warn(
                "the agent of instrument {} on {} {} since {}",
                silence.agent().instrument().name(),
                silence.agent().hostname(),
                silence.over() ? "is heard again, or off as usual; it was silent" : "says nothing",
                silence.since());
        listeners.publishEvent(silence);
    }

    @Override
    public void close() {
        turn.close();
    }
}
