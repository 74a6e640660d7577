package gedeon.storage.figures;

import gedeon.storage.Gateway;
import gedeon.storage.GatewaySettings;
import gedeon.storage.lifecycle.TieringSettings;
import gedeon.storage.processes.GatewayProcess;
import gedeon.storage.quota.jdbc.LeaseSettings;
import gedeon.storage.tier.posix.PosixSettings;
import gedeon.storage.tier.posix.PosixTier;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Duration;
import java.util.List;

/** A gateway process that moves what policies want elsewhere, and serves nobody. It says {@code ready}, and goes on until its input ends. */
final class MovingGateway implements AutoCloseable {
    /** What these processes log. */
    static final Path LOG = Path.of("target", "moving-gateways.txt");

    private static final LeaseSettings LEASE = new LeaseSettings(
            Duration.ofSeconds(6), Duration.ofSeconds(1), Duration.ofSeconds(3), Duration.ofSeconds(1), 64 << 20);

    /** What a killed one had begun is taken up after twenty seconds: less would take a slow one for dead. Bytes that were moved away stay ten for their readers: no read takes as long. */
    private static final TieringSettings TIERING = new TieringSettings(
            4,
            Duration.ofSeconds(20),
            Duration.ofMillis(50),
            Duration.ofMillis(200),
            Duration.ofMillis(500),
            Duration.ofSeconds(10),
            0.3,
            Duration.ofDays(1));

    private static final Duration LONGEST_STOP = Duration.ofSeconds(30);

    private final Process process;
    private volatile boolean ready;

    private MovingGateway(Process process) {
        this.process = process;
    }

    static GatewaySettings settings(String url) {
        return GatewaySettings.of(url, "postgres", "postgres", new byte[32], List.of("catalogue"))
                .withLease(LEASE)
                .withTiering(TIERING);
    }

    /** One that serves and reads, and leaves all moving to others: it works at no job, and takes no turn within a day. */
    static GatewaySettings watching(String url) {
        Duration day = Duration.ofDays(1);
        return settings(url)
                .withTiering(new TieringSettings(
                        0, TIERING.claim(), day, day, day, TIERING.retiredFor(), TIERING.holes(), day));
    }

    static MovingGateway start(String url, Path root) throws IOException {
        MovingGateway started = new MovingGateway(new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx512m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        MovingGateway.class.getName(),
                        url,
                        root.toString())
                .redirectErrorStream(true)
                .start());
        Thread.ofVirtual().start(started::listen);
        return started;
    }

    private void listen() {
        try (BufferedReader out =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            String line;
            while ((line = out.readLine()) != null) {
                ready = ready || line.equals("ready");
                Files.writeString(
                        LOG, process.pid() + " " + line + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Whether it has begun to move; once it has, only a kill ends that. */
    boolean ready() {
        if (!process.isAlive()) {
            throw new AssertionError("a gateway ended by itself: " + process.exitValue() + ", see " + LOG);
        }
        return ready;
    }

    /** kill -9, and waits until it is gone. */
    void kill() {
        process.toHandle().destroyForcibly();
        process.onExit().join();
    }

    @Override
    public void close() throws IOException {
        GatewayProcess.end(process, LONGEST_STOP);
    }

    /** @param args JDBC URL, folder of its own tier */
    public static void main(String[] args) throws Exception {
        PosixTier tier = PosixTier.open(Path.of(args[1]), PosixSettings.DEFAULTS, Clock.systemUTC());
        try (Gateway gateway = Gateway.open(settings(args[0]), tier, tier.uuid(), Clock.systemUTC())) {
            gateway.tiering().ensureJobs();
            System.out.println("ready");
            while (System.in.read() >= 0) {
                // Until the one who started it wants it to stop, or is gone.
            }
        }
    }
}
