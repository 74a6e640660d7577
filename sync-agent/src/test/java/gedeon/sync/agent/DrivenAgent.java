package gedeon.sync.agent;

import gedeon.client.GedeonClient;
import gedeon.sync.journal.Progress;
import gedeon.sync.settle.Glimpse;
import gedeon.sync.settle.Ticks;
import gedeon.sync.transfer.Transport;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/** The agent as it is delivered, pass by pass, or running for itself. */
public final class DrivenAgent implements AutoCloseable {
    private final Agent agent;

    public DrivenAgent(
            GedeonClient client,
            Progress progress,
            Transport transport,
            Ticks ticks,
            Glimpse glimpse,
            Path home,
            Consumer<String> lines) {
        this.agent = new Agent(
                client,
                progress,
                transport,
                ticks,
                Surroundings.conditions(home),
                Surroundings.presence(home, ticks),
                glimpse,
                lines);
    }

    /** One pass, and all that its senders do; how long it would nap now. */
    public Duration pass(BooleanSupplier stop) {
        Duration shortest = agent.runOnce().shortest();
        agent.awaitSenders(stop);
        return shortest;
    }

    public void run(BooleanSupplier stop, Path home) throws IOException {
        agent.run(stop, home);
    }

    @Override
    public void close() {
        agent.close();
    }
}
