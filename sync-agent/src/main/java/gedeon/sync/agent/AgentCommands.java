package gedeon.sync.agent;

import gedeon.client.GedeonClient;
import gedeon.client.wire.EnrolRequest;
import gedeon.client.wire.Enrolment;
import gedeon.sync.centre.CentreFile;
import gedeon.sync.centre.Orders;
import gedeon.sync.journal.Progress;
import gedeon.sync.settle.LivedTicks;
import gedeon.sync.status.AgentStatus;
import gedeon.sync.status.CentreStatus;
import gedeon.sync.transfer.S3Transport;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/** What a command line can ask of an agent. Each may throw what {@link GedeonClient} throws, and IOException naming the file and the remedy. */
public final class AgentCommands {
    public static final String VERSION = "0.1.0";

    private AgentCommands() {}

    /** The agent that now serves an instrument, and where its configuration lies. */
    public record Enrolled(String agent, String instrument, String notebook, String bucket, String config) {}

    public static Path defaultConfig() {
        return Path.of(System.getProperty("user.home"), ".gedeon", "agent", "agent.json");
    }

    /** Trades a one-time code for a token and a key that can only add, and keeps them in {@code config}. */
    public static Enrolled enrol(URI server, String code, Path config) throws IOException {
        AgentConfig.refuseIfThere(config);
        Enrolment got = new GedeonClient(server, null)
                .enrol(new EnrolRequest(
                        code,
                        hostname(),
                        System.getProperty("os.name") + " " + System.getProperty("os.version"),
                        VERSION));
        new AgentConfig(
                        server.toString(),
                        got.agent(),
                        got.token(),
                        got.accessKey(),
                        got.secretKey(),
                        got.s3Url(),
                        got.region(),
                        got.instrument(),
                        got.notebook(),
                        got.bucket(),
                        got.signedBy())
                .write(config);
        CentreFile.of(config).forget();
        return new Enrolled(got.agent(), got.instrument(), got.notebook(), got.bucket(), config.toString());
    }

    /**
     * Runs until {@code stop} says so; with {@code once}, until everything found was sent, refused, or is seen to be still written. {@code
     * lines} gets a line for each thing that happens.
     */
    public static RunReport run(Path config, boolean once, Consumer<String> lines, BooleanSupplier stop)
            throws IOException {
        AgentConfig settings = AgentConfig.read(config);
        GedeonClient client = new GedeonClient(URI.create(settings.server()), settings.token());
        try (LivedTicks ticks = LivedTicks.start();
                Progress progress = Progress.open(settings.journal(config), Clock.systemUTC());
                S3Transport transport = new S3Transport(
                        URI.create(settings.s3Url()),
                        settings.region(),
                        settings.bucket(),
                        settings.accessKey(),
                        settings.secretKey());
                Agent agent = new Agent(client, progress, transport, ticks, lines)) {
            agent.obey(new Orders(CentreFile.of(config), VERSION, settings.signedBy(), lines, Clock.systemUTC()));
            Path home = AgentConfig.home(config);
            return once ? agent.runToRest(stop, home) : agent.run(stop, home);
        }
    }

    /** What the journal says, whether or not the agent runs. */
    public static AgentStatus status(Path config) throws IOException {
        AgentConfig settings = AgentConfig.read(config);
        return AgentStatus.of(
                        settings.agent(),
                        settings.instrument(),
                        settings.notebook(),
                        settings.server(),
                        Progress.peek(settings.journal(config)))
                .under(CentreStatus.of(
                        CentreFile.of(config).read(), Clock.systemUTC().instant()));
    }

    private static String hostname() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "unknown";
        }
    }
}
