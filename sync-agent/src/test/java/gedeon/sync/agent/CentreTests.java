package gedeon.sync.agent;

import static org.assertj.core.api.Assertions.assertThat;

import gedeon.client.GedeonClient;
import gedeon.client.wire.BandwidthBody;
import gedeon.client.wire.HeartbeatAnswer;
import gedeon.client.wire.HeartbeatBody;
import gedeon.client.wire.LogLevelBody;
import gedeon.client.wire.PauseBody;
import gedeon.client.wire.SettingsBody;
import gedeon.client.wire.SourceBody;
import gedeon.client.wire.SourceKind;
import gedeon.sync.FakeGedeon;
import gedeon.sync.centre.CentreFile;
import gedeon.sync.centre.Orders;
import gedeon.sync.journal.Progress;
import gedeon.sync.settle.LivedTicks;
import gedeon.sync.status.AgentStatus;
import gedeon.sync.transfer.S3Transport;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A running agent under a centre, with signs of life each tenth of a second. */
class CentreTests {
    @TempDir
    Path folder;

    private FakeGedeon server;
    private Path data;
    private Path config;
    private KeyPair key;
    private final List<String> lines = new CopyOnWriteArrayList<>();

    @BeforeEach
    void start() throws Exception {
        server = new FakeGedeon();
        data = Files.createDirectory(folder.resolve("data"));
        config = folder.resolve("home/agent.json");
        key = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        AgentCommands.enrol(server.uri(), "CODE", config);
        server.sources.add(new SourceBody("runs", data.toString(), "*.raw", SourceKind.FILE, null, 1, "ms", null, 1));
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private static void await(BooleanSupplier condition) throws InterruptedException {
        long end = System.nanoTime() + Duration.ofMinutes(2).toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("it does not come true").isLessThan(end);
            Thread.sleep(10);
        }
    }

    /** The last sign of life; one that says nothing where none came yet. */
    private HeartbeatBody heard() {
        synchronized (server) {
            return server.heartbeats.isEmpty()
                    ? new HeartbeatBody(0, null, 0, 0, Instant.EPOCH, "", List.of(), null)
                    : server.heartbeats.get(server.heartbeats.size() - 1);
        }
    }

    private void heardMore() throws InterruptedException {
        int before = server.heartbeats();
        await(() -> server.heartbeats() > before + 1);
    }

    private HeartbeatAnswer answer(
            PauseBody paused, Long rescan, LogLevelBody level, Integer settings, String release) {
        return new HeartbeatAnswer(Instant.now(), settings, paused, rescan, level, release);
    }

    private interface Work {
        void act() throws Exception;
    }

    private void whileAnAgentRuns(Work work) throws Exception {
        AtomicBoolean stop = new AtomicBoolean();
        AgentConfig settings = AgentConfig.read(config);
        String signedBy = Base64.getEncoder().encodeToString(key.getPublic().getEncoded());
        try (LivedTicks ticks = LivedTicks.start();
                Progress progress = Progress.open(settings.journal(config), Clock.systemUTC());
                S3Transport transport = new S3Transport(
                        server.uri(), "us-east-1", FakeGedeon.BUCKET, settings.accessKey(), settings.secretKey());
                Agent agent = new Agent(
                        new GedeonClient(server.uri(), settings.token()), progress, transport, ticks, lines::add)) {
            agent.obey(new Orders(CentreFile.of(config), "0.1.0", signedBy, lines::add, Clock.systemUTC()));
            agent.beatEvery(Duration.ofMillis(100));
            Thread running = new Thread(() -> agent.run(stop::get, AgentConfig.home(config)));
            running.start();
            try {
                work.act();
            } finally {
                stop.set(true);
                running.join();
            }
        }
    }

    @Test
    void whilePausedItWatchesAndSendsNothingAndAfterwardsEverything() throws Exception {
        PauseBody pause = new PauseBody(null, "the disk is changed", "ada", Instant.parse("2026-11-02T08:00:00Z"));
        server.wants = answer(pause, null, null, null, null);
        whileAnAgentRuns(() -> {
            await(() -> Boolean.TRUE.equals(heard().paused()));
            Files.writeString(data.resolve("a.raw"), "abc");
            // It is seen, judged and written down, and many signs of life later still here.
            await(() -> heard().backlog() == 1 && heard().newestUnsent() != null);
            await(() -> settled("a.raw"));
            heardMore();
            assertThat(server.current()).isEmpty();
            AgentStatus status = AgentCommands.status(config);
            assertThat(status.lines(Locale.ENGLISH))
                    .contains(
                            "paused by ada, until somebody resumes: the disk is changed; watching goes on, nothing is sent");
            assertThat(status.lines(Locale.FRENCH)).anyMatch(line -> line.startsWith("en pause par ada"));
        });
        assertThat(lines).contains("paused by ada: the disk is changed; watching goes on, nothing is sent");

        // Started anew while the server is away: still paused, as it was told.
        server.away = true;
        assertThat(AgentCommands.status(config).centre().paused()).isEqualTo(pause);
        server.away = false;
        whileAnAgentRuns(() -> {
            heardMore();
            assertThat(server.current()).isEmpty();
            server.wants = answer(null, null, null, null, null);
            await(() -> server.current().size() == 1);
            await(() -> Boolean.FALSE.equals(heard().paused()));
        });
        assertThat(lines).contains("sends again");
    }

    private boolean settled(String name) {
        try {
            return AgentCommands.status(config).acquisitions().stream()
                    .anyMatch(one -> one.name().equals(name) && one.state().equals("sending"));
        } catch (IOException e) {
            return false;
        }
    }

    @Test
    void aPauseEndsByItselfAtItsTime() throws Exception {
        PauseBody over = new PauseBody(Instant.parse("2026-01-01T00:00:00Z"), null, "ada", Instant.EPOCH);
        server.wants = answer(over, null, null, null, null);
        Files.writeString(data.resolve("a.raw"), "abc");
        whileAnAgentRuns(() -> await(() -> server.current().size() == 1));
        assertThat(AgentCommands.status(config).centre().paused()).isNull();

        // The end is of the server's clock, whatever this computer's shows.
        Instant now = Instant.now();
        PauseBody today = new PauseBody(now.plus(Duration.ofHours(1)), null, "ada", Instant.EPOCH);
        server.wants = new HeartbeatAnswer(now.plus(Duration.ofHours(2)), null, today, null, null, null);
        whileAnAgentRuns(() -> {
            heardMore();
            assertThat(heard().paused()).isFalse();
        });
        server.wants = new HeartbeatAnswer(now.minus(Duration.ofHours(2)), null, today, null, null, null);
        whileAnAgentRuns(() -> await(() -> Boolean.TRUE.equals(heard().paused())));
    }

    @Test
    void anOrderToLookAnewIsCarriedOutOnceAndSaid() throws Exception {
        server.wants = answer(null, 5L, null, null, null);
        whileAnAgentRuns(() -> {
            await(() -> Long.valueOf(5).equals(heard().rescanned()));
            heardMore();
        });
        whileAnAgentRuns(this::heardMore);
        assertThat(lines).containsOnlyOnce("looked at everything anew, as the server asked (5)");
        server.wants = answer(null, 6L, null, null, null);
        whileAnAgentRuns(() -> await(() -> Long.valueOf(6).equals(heard().rescanned())));
    }

    @Test
    void otherSettingsAreFetchedAndSourcesWithThem() throws Exception {
        Path other = Files.createDirectory(folder.resolve("other"));
        Files.writeString(other.resolve("b.raw"), "abc");
        server.settings = new SettingsBody(
                9,
                null,
                List.of(new BandwidthBody("mon-fri", "08:00", "19:00", "20MB")),
                5,
                "debug",
                null,
                null,
                Instant.EPOCH,
                "ada");
        whileAnAgentRuns(() -> {
            heardMore();
            synchronized (server) {
                server.sources.add(
                        new SourceBody("other", other.toString(), null, SourceKind.FILE, null, 1, "other", null, 1));
            }
            server.wants = answer(null, null, null, 9, null);
            await(() -> Integer.valueOf(9).equals(heard().settings()));
            await(() -> server.current().containsKey("other/b.raw"));
        });
        assertThat(lines)
                .contains("settings 9 of the server are in force, by ada")
                .anyMatch(line -> line.startsWith("looked at 2 sources"));
        Orders kept = new Orders(CentreFile.of(config), "0.1.0", null, lines::add, Clock.systemUTC());
        assertThat(kept.senders(3)).isEqualTo(5);
        assertThat(kept.bandwidth()).containsExactly(new BandwidthBody("mon-fri", "08:00", "19:00", "20MB"));
    }

    @Test
    void aLevelForAWhileIsForAWhile() throws Exception {
        server.wants = answer(null, null, new LogLevelBody("debug", Instant.parse("2026-01-01T00:00:00Z")), null, null);
        whileAnAgentRuns(this::heardMore);
        assertThat(lines).noneMatch(line -> line.startsWith("looked at"));
        server.wants =
                answer(null, null, new LogLevelBody("debug", Instant.now().plusSeconds(3600)), null, null);
        whileAnAgentRuns(() -> await(() -> lines.stream().anyMatch(line -> line.startsWith("looked at"))));
    }

    @Test
    void aNewerAgentIsToldWhereTheServersKeySignedItAndNeverElse() throws Exception {
        server.wants = answer(null, null, null, null, notice("gedeon-agent-release", "0.2.0", key));
        whileAnAgentRuns(
                () -> await(() -> lines.stream().anyMatch(line -> line.startsWith("a newer agent is there: 0.2.0"))));
        assertThat(AgentCommands.status(config).lines(Locale.ENGLISH))
                .anyMatch(line -> line.startsWith("a newer agent is there: 0.2.0, https://example.org/agent.jar"));
        String good = notice("gedeon-agent-release", "0.3.0", key);
        String[] parts = good.split("\\.");
        KeyPair stranger = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        for (String bad : List.of(
                notice("gedeon-agent-release", "0.3.0", stranger),
                notice("receipt", "0.3.0", key),
                notice("gedeon-agent-release", "newest", key),
                parts[0] + "." + part("{\"version\":\"0.3.0\",\"url\":\"https://evil.example\"}") + "." + parts[2],
                "nonsense",
                "a.b.c",
                "..")) {
            server.wants = answer(null, null, null, null, bad);
            whileAnAgentRuns(this::heardMore);
            assertThat(AgentCommands.status(config).centre().newer()).as(bad).isNull();
        }
        assertThat(lines).noneMatch(line -> line.contains("0.3.0") || line.contains("evil.example"));
        assertThat(lines).anyMatch(line -> line.contains("not believed"));
        // This one's own version, or an older one, is no news.
        server.wants = answer(null, null, null, null, notice("gedeon-agent-release", "0.1.0", key));
        whileAnAgentRuns(this::heardMore);
        assertThat(AgentCommands.status(config).centre().newer()).isNull();
    }

    private static String part(String json) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(json.getBytes(StandardCharsets.UTF_8));
    }

    private static String notice(String type, String version, KeyPair by) throws Exception {
        String signed = part("{\"alg\":\"EdDSA\",\"typ\":\"" + type + "\"}") + "."
                + part("{\"version\":\"" + version + "\",\"url\":\"https://example.org/agent.jar\",\"sha256\":\""
                        + "ab".repeat(32) + "\",\"iat\":1}");
        Signature signature = Signature.getInstance("Ed25519");
        signature.initSign(by.getPrivate());
        signature.update(signed.getBytes(StandardCharsets.US_ASCII));
        return signed + "." + Base64.getUrlEncoder().withoutPadding().encodeToString(signature.sign());
    }
}
