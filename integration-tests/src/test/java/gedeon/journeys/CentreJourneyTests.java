package gedeon.journeys;

import static org.assertj.core.api.Assertions.assertThat;

import gedeon.cli.Gedeon;
import gedeon.cli.Shell;
import gedeon.cli.Surroundings;
import gedeon.cli.Words;
import gedeon.client.GedeonClient;
import gedeon.client.wire.NewInstrument;
import gedeon.client.wire.SourceBody;
import gedeon.client.wire.SourceKind;
import gedeon.server.GedeonServer;
import gedeon.server.assembly.Assembly;
import gedeon.server.assembly.StartOptions;
import gedeon.storage.Await;
import gedeon.sync.agent.AgentCommands;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A manager at a command line, a whole server, and an agent that neither of them can reach: it comes by each minute. */
class CentreJourneyTests {
    @TempDir
    Path folder;

    private final List<String> lines = new CopyOnWriteArrayList<>();

    @Test
    void aPauseFromTheCommandLineStopsSendingWithinASignOfLifeAndResumeSendsAll() throws Exception {
        Path home = folder.resolve("home");
        Path data = Files.createDirectory(folder.resolve("data"));
        Path config = folder.resolve("agent/agent.json");
        Assembly server = Assembly.start(
                StartOptions.parse(new String[] {"--home", home.toString(), "--port", "0", "--s3-port", "0"}, Map.of()),
                GedeonServer.class);
        AtomicBoolean stop = new AtomicBoolean();
        try {
            Properties credentials = new Properties();
            try (var in = Files.newBufferedReader(home.resolve("credentials.env"))) {
                credentials.load(in);
            }
            String token = credentials.getProperty("GEDEON_TOKEN");
            GedeonClient manager = new GedeonClient(server.pages(), token);
            manager.createInstrument(new NewInstrument("hplc", "sandbox", null, null, null, null));
            manager.createSource(
                    "hplc",
                    new SourceBody("runs", data.toString(), "*.raw", SourceKind.FILE, null, 1, "runs", null, null));
            AgentCommands.enrol(server.pages(), manager.agentCode("hplc").code(), config);
            Files.writeString(data.resolve("first.raw"), "first");
            Thread agent = new Thread(() -> run(config, stop));
            agent.start();
            try {
                Await.until(() -> received("first.raw"));

                assertThat(command(server, token, "agent", "pause", "--instrument", "hplc", "--reason", "a new disk"))
                        .contains("a new disk");
                Await.until(() -> said("paused by"));
                Files.writeString(data.resolve("second.raw"), "second");
                Await.until(() -> waits(config));
                assertThat(AgentCommands.status(config).lines(Locale.ENGLISH))
                        .anyMatch(line -> line.startsWith("paused by") && line.contains("a new disk"));
                // It says so with its next sign of life.
                Await.until(
                        () -> command(server, token, "agent", "list", "--json").contains("\"settings\" : 2"));
                assertThat(received("second.raw")).isFalse();

                command(server, token, "agent", "resume", "--instrument", "hplc");
                Await.until(() -> received("second.raw"));
                assertThat(manager.centre().settingsVersions("hplc").items()).hasSize(3);
            } finally {
                stop.set(true);
                agent.join();
            }
        } finally {
            server.close();
        }
    }

    private void run(Path config, AtomicBoolean stop) {
        try {
            AgentCommands.run(config, false, lines::add, stop::get);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private boolean received(String name) {
        return said("received " + name);
    }

    private boolean said(String beginning) {
        return lines.stream().anyMatch(line -> line.startsWith(beginning));
    }

    private static boolean waits(Path config) {
        try {
            return AgentCommands.status(config).acquisitions().stream()
                    .anyMatch(one ->
                            one.name().equals("second.raw") && one.state().equals("sending"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String command(Assembly server, String token, String... arguments) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        Shell shell = new Shell(
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                new Surroundings(Map.of("GEDEON_URL", server.pages().toString(), "GEDEON_TOKEN", token), folder),
                Words.in(Locale.ENGLISH),
                Clock.systemUTC());
        assertThat(Gedeon.run(shell, arguments))
                .as(err.toString(StandardCharsets.UTF_8))
                .isZero();
        return out.toString(StandardCharsets.UTF_8);
    }
}
