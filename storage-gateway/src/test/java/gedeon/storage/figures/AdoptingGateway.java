package gedeon.storage.figures;

import gedeon.storage.Gateway;
import gedeon.storage.GatewaySettings;
import gedeon.storage.lifecycle.TieringSettings;
import gedeon.storage.processes.GatewayProcess;
import gedeon.storage.tier.posix.PosixSettings;
import gedeon.storage.tier.posix.PosixTier;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;

/** A gateway process of 512 MB that works at what was adopted, and serves nobody. It goes on until its input ends. */
final class AdoptingGateway implements AutoCloseable {
    /** What these processes log. */
    private static final Path LOG = Path.of("target", "adopting-gateways.txt");

    /** As it is shipped, but that what a killed one had begun is taken up after ten seconds, and that nobody waits for five before he looks. */
    private static final TieringSettings TIERING = new TieringSettings(
            TieringSettings.DEFAULTS.jobsAtOnce(),
            Duration.ofSeconds(10),
            Duration.ofMillis(100),
            TieringSettings.DEFAULTS.arrivalsEvery(),
            TieringSettings.DEFAULTS.placingEvery(),
            TieringSettings.DEFAULTS.retiredFor(),
            TieringSettings.DEFAULTS.holes(),
            TieringSettings.DEFAULTS.fixityEvery());

    private final Process process;
    private long most;

    private AdoptingGateway(Process process) {
        this.process = process;
    }

    static GatewaySettings settings(String url) {
        return DiskDatabase.settings(url).withTiering(TIERING);
    }

    /** One that asks, reads and works at nothing. */
    static GatewaySettings watching(String url) {
        Duration day = Duration.ofDays(1);
        return DiskDatabase.settings(url)
                .withTiering(new TieringSettings(0, TIERING.claim(), day, day, day, day, TIERING.holes(), day));
    }

    static Gateway open(GatewaySettings settings, Path root) throws IOException {
        PosixTier tier = PosixTier.open(root, PosixSettings.DEFAULTS, Clock.systemUTC());
        return Gateway.open(settings, tier, tier.uuid(), Clock.systemUTC());
    }

    static AdoptingGateway start(String url, Path root) throws IOException {
        Files.createDirectories(LOG.getParent());
        return new AdoptingGateway(new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx512m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        AdoptingGateway.class.getName(),
                        url,
                        root.toString()))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(LOG.toFile()))
                .start());
    }

    /** Asked in vain it ended by itself. */
    void requireAlive() throws IOException {
        if (!process.isAlive()) {
            throw new AssertionError("a gateway ended by itself: " + process.exitValue() + ", see " + LOG);
        }
        try {
            for (String line : Files.readAllLines(Path.of("/proc/" + process.pid() + "/status"))) {
                if (line.startsWith("VmHWM:")) {
                    most = Long.parseLong(line.replaceAll("\\D", "")) * 1024;
                }
            }
        } catch (NoSuchFileException e) {
            // It ended meanwhile.
        }
    }

    /** The most that it held, resident, when it was asked last; bytes. */
    long most() {
        return most;
    }

    /** kill -9, and waits until it is gone. */
    void kill() {
        process.toHandle().destroyForcibly();
        process.onExit().join();
    }

    @Override
    public void close() throws IOException {
        if (process.isAlive()) {
            GatewayProcess.end(process, Duration.ofSeconds(60));
        }
    }

    /** @param args JDBC URL, folder of its own tier */
    public static void main(String[] args) throws Exception {
        try (Gateway gateway = open(settings(args[0]), Path.of(args[1]))) {
            gateway.adoptions().ensureJobs();
            while (System.in.read() >= 0) {
                // Until the one who started it wants it to stop, or is gone.
            }
        }
    }
}
