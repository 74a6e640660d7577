package gedeon.sync.agent;

import gedeon.client.GedeonClient;
import gedeon.sync.journal.Progress;
import gedeon.sync.settle.LivedTicks;
import gedeon.sync.settle.Ticks;
import gedeon.sync.transfer.Bandwidth;
import gedeon.sync.transfer.S3Transport;
import gedeon.sync.transfer.ServerClock;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;

/** An agent that looks a few times at what it knows already, in a process of its own, and tells what that cost. */
final class Rescan {
    private Rescan() {}

    @SuppressWarnings("SystemOut")
    public static void main(String[] args) throws Exception {
        Path config = Path.of(args[0]);
        AgentConfig settings = AgentConfig.read(config);
        long start = System.nanoTime();
        ServerClock clock = new ServerClock(Clock.systemUTC());
        Bandwidth bandwidth = new Bandwidth(Clock.systemUTC(), Ticks.SYSTEM);
        try (LivedTicks ticks = LivedTicks.start();
                Progress progress = Progress.open(settings.journal(config), Clock.systemUTC());
                S3Transport transport = new S3Transport(
                        URI.create(settings.s3Url()),
                        settings.region(),
                        settings.bucket(),
                        settings.accessKey(),
                        settings.secretKey(),
                        settings.way(),
                        clock,
                        bandwidth);
                Agent agent = new Agent(
                        new GedeonClient(URI.create(settings.server()), settings.token()),
                        progress,
                        transport,
                        ticks,
                        new Conditions(clock, bandwidth, new Obstacles(config)),
                        Surroundings.presence(AgentConfig.home(config), ticks),
                        line -> System.err.println(line))) {
            StringBuilder told = new StringBuilder("opened=" + millis(start));
            for (int look = 1; look <= Integer.parseInt(args[1]); look++) {
                long begun = System.nanoTime();
                Agent.Pass pass = agent.runOnce();
                told.append(" look").append(look).append('=').append(millis(begun));
                if (pass.waiting() + pass.held() > 0) {
                    throw new IllegalStateException("something was not known: " + pass);
                }
            }
            System.gc();
            Runtime runtime = Runtime.getRuntime();
            told.append(" heap=").append((runtime.totalMemory() - runtime.freeMemory()) >> 20);
            told.append(" rss=").append(peak() >> 10);
            System.out.println(told);
        }
    }

    private static long millis(long since) {
        return (System.nanoTime() - since) / 1_000_000;
    }

    /** The most memory that this process held at once, in KiB. */
    private static long peak() throws Exception {
        return Files.readAllLines(Path.of("/proc/self/status")).stream()
                .filter(line -> line.startsWith("VmHWM:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")))
                .findFirst()
                .orElse(0);
    }
}
