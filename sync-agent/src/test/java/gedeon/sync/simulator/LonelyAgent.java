package gedeon.sync.simulator;

import gedeon.client.GedeonClient;
import gedeon.sync.agent.DrivenAgent;
import gedeon.sync.journal.Progress;
import gedeon.sync.settle.DiskGlimpse;
import gedeon.sync.settle.LivedTicks;
import gedeon.sync.transfer.S3Transport;
import gedeon.sync.transfer.SmallParts;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;

/** An agent as a process of its own, to be killed. */
final class LonelyAgent {
    static final int PART = 64 << 10;

    private LonelyAgent() {}

    /** @param arguments where the server is, and where the journal */
    public static void main(String[] arguments) throws IOException {
        URI server = URI.create(arguments[0]);
        Path journal = Path.of(arguments[1]);
        try (LivedTicks ticks = LivedTicks.start();
                Progress progress = Progress.open(journal, Clock.systemUTC());
                S3Transport transport = SmallParts.of(server, PART);
                DrivenAgent agent = new DrivenAgent(
                        new GedeonClient(server, "TOKEN"),
                        progress,
                        transport,
                        ticks,
                        new DiskGlimpse(),
                        journal.toAbsolutePath().getParent(),
                        System.out::println)) {
            agent.run(() -> false, journal.toAbsolutePath().getParent());
        }
    }
}
