package gedeon.sync.agent;

import gedeon.client.Connection;
import gedeon.client.ConnectionSettings;
import gedeon.client.GedeonClient;
import gedeon.client.wire.EnrolRequest;
import gedeon.client.wire.Enrolment;
import gedeon.sync.centre.CentreFile;
import gedeon.sync.centre.Orders;
import gedeon.sync.free.FreeUp;
import gedeon.sync.free.FreeUpReport;
import gedeon.sync.free.FreeUpSettings;
import gedeon.sync.free.FreeUpTurn;
import gedeon.sync.journal.FreedLog;
import gedeon.sync.journal.Progress;
import gedeon.sync.journal.Reading;
import gedeon.sync.journal.Standing;
import gedeon.sync.page.Outbox;
import gedeon.sync.presence.PlaceMemory;
import gedeon.sync.presence.Presence;
import gedeon.sync.settle.LivedTicks;
import gedeon.sync.settle.Ticks;
import gedeon.sync.status.AgentStatus;
import gedeon.sync.status.CentreStatus;
import gedeon.sync.transfer.Bandwidth;
import gedeon.sync.transfer.S3Transport;
import gedeon.sync.transfer.ServerClock;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneId;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

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
        return enrol(server, code, config, ConnectionSettings.NONE);
    }

    /** The same by a way of one's own, which is kept as well. */
    public static Enrolled enrol(URI server, String code, Path config, ConnectionSettings way) throws IOException {
        AgentConfig.refuseIfThere(config);
        Connection connection = Connection.of(way, System.getenv());
        Enrolment got = new GedeonClient(server, null, connection).enrol(introduction(code));
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
                        FreeUpSettings.OFF,
                        way.equals(ConnectionSettings.NONE) ? null : way,
                        null,
                        null,
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
        Connection connection = settings.way();
        Outbox outbox = new Outbox(Clock.systemUTC());
        GedeonClient client =
                new GedeonClient(URI.create(settings.server()), settings.token(), connection).telling(outbox);
        ServerClock clock = new ServerClock(Clock.systemUTC());
        Bandwidth bandwidth = new Bandwidth(clock.withZone(ZoneId.systemDefault()), Ticks.SYSTEM);
        bandwidth.set(settings.plan());
        try (LivedTicks ticks = LivedTicks.start();
                Progress progress = Progress.open(settings.journal(config), Clock.systemUTC());
                S3Transport transport = new S3Transport(
                        URI.create(settings.s3Url()),
                        settings.region(),
                        settings.bucket(),
                        settings.accessKey(),
                        settings.secretKey(),
                        connection,
                        clock,
                        bandwidth);
                FreedLog freed = FreedLog.open(AgentConfig.freed(config), Clock.systemUTC());
                FreeUpTurn turn = FreeUpTurn.start(
                        new FreeUp(client, progress, settings.freeing(), Clock.systemUTC(), lines),
                        freed,
                        once ? FreeUpSettings.OFF : settings.freeing(),
                        lines);
                Agent agent = new Agent(
                        client,
                        progress,
                        transport,
                        ticks,
                        new Conditions(clock, bandwidth, new Obstacles(config)),
                        new Presence(places(config), ticks),
                        lines);
                AgentPage page =
                        once ? AgentPage.none() : AgentPage.open(config, settings, progress, agent, outbox, lines)) {
            transport.watch(outbox);
            agent.obey(new Orders(CentreFile.of(config), VERSION, settings.signedBy(), lines, Clock.systemUTC()));
            Path home = AgentConfig.home(config);
            return once ? agent.runToRest(stop, home) : agent.run(stop, home);
        }
    }

    /**
     * What could be deleted on this computer because the server has it, whether or not the agent runs; with {@code delete}, where the configuration lets it, it is deleted,
     * which no agent that runs meanwhile lets happen: that one does it by itself.
     *
     * @param days after how many from its receipt on; null for what the configuration says
     * @throws IllegalStateException where it is to delete and the configuration does not let it
     */
    public static FreeUpReport freeUp(Path config, @Nullable Integer days, boolean delete, Consumer<String> lines)
            throws IOException {
        AgentConfig settings = AgentConfig.read(config);
        FreeUpSettings freeing = settings.freeing();
        int after = days == null ? freeing.days() : days;
        GedeonClient client = new GedeonClient(URI.create(settings.server()), settings.token(), settings.way());
        Path journal = settings.journal(config);
        if (!delete) {
            try (Reading known = Reading.of(journal)) {
                return new FreeUp(client, known, freeing, Clock.systemUTC(), lines).report(after);
            }
        }
        try (Progress progress = Progress.open(journal, Clock.systemUTC());
                FreedLog log = FreedLog.open(AgentConfig.freed(config), Clock.systemUTC())) {
            FreeUp freeUp = new FreeUp(client, progress, freeing, Clock.systemUTC(), lines);
            freeUp.resume(log);
            return freeUp.delete(log, after, () -> false);
        }
    }

    /** What the journal says, whether or not the agent runs. */
    public static AgentStatus status(Path config) throws IOException {
        AgentConfig settings = AgentConfig.read(config);
        return status(config, settings, Progress.peek(settings.journal(config), AgentStatus.SHOWN));
    }

    /** The same of what is known just now. */
    static AgentStatus status(Path config, AgentConfig settings, Standing standing) throws IOException {
        return AgentStatus.of(
                        settings.agent(),
                        settings.instrument(),
                        settings.notebook(),
                        settings.server(),
                        standing,
                        new Obstacles(config).read())
                .under(CentreStatus.of(
                        CentreFile.of(config).read(), Clock.systemUTC().instant()));
    }

    /** Where the page of the agent that runs with this configuration is; empty where none runs, or has no page. */
    public static Optional<URI> page(Path config) throws IOException {
        return AgentPage.of(config, AgentConfig.read(config).agent());
    }

    /** What enrolling says of this computer. */
    static EnrolRequest introduction(String code) {
        return new EnrolRequest(
                code, hostname(), System.getProperty("os.name") + " " + System.getProperty("os.version"), VERSION);
    }

    private static PlaceMemory places(Path config) {
        return PlaceMemory.open(config.toAbsolutePath().resolveSibling(config.getFileName() + ".folders"));
    }

    private static String hostname() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "unknown";
        }
    }
}
