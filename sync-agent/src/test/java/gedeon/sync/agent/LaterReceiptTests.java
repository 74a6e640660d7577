package gedeon.sync.agent;

import static org.assertj.core.api.Assertions.assertThat;

import gedeon.client.wire.SourceBody;
import gedeon.client.wire.SourceKind;
import gedeon.sync.FakeGedeon;
import gedeon.sync.status.AgentStatus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What is told and not verified yet is neither sent nor told again: its receipt is asked for. */
@Timeout(240)
class LaterReceiptTests {
    @TempDir
    Path folder;

    private FakeGedeon server;
    private Path data;
    private Path config;
    private final List<String> lines = new CopyOnWriteArrayList<>();

    @BeforeEach
    void start() throws IOException {
        server = new FakeGedeon();
        data = Files.createDirectory(folder.resolve("data"));
        config = folder.resolve("home/agent.json");
        AgentCommands.enrol(server.uri(), "CODE", config);
        server.sources.add(new SourceBody("src", data.toString(), "*.raw", SourceKind.FILE, null, 1, "ms", null, 1));
        Files.write(data.resolve("a.raw"), new byte[5000]);
    }

    @AfterEach
    void stop() {
        assertThat(server.forbidden).isEmpty();
        server.close();
    }

    private String state() throws IOException {
        List<AgentStatus.Acquisition> all = AgentCommands.status(config).acquisitions();
        return all.isEmpty() ? "" : all.get(0).state();
    }

    private boolean is(String state) {
        try {
            return state().equals(state);
        } catch (IOException e) {
            return false;
        }
    }

    private void runUntil(String state) throws IOException {
        AgentCommands.run(config, false, lines::add, () -> is(state));
        assertThat(state()).as(lines.toString()).isEqualTo(state);
    }

    @Test
    void itIsAskedForUntilItComes() throws IOException {
        server.asksBeforeReceipt = 2;
        runUntil("received");
        assertThat(server.asked).hasSize(2);
        assertThat(server.manifests).hasSize(1);
        assertThat(server.versions("ms/a.raw")).isEqualTo(1);
        assertThat(AgentCommands.status(config).waiting()).isZero();
        assertThat(lines).anyMatch(line -> line.contains("the server verifies it"));
    }

    @Test
    void aRestartBetweenForgetsNothing() throws IOException {
        server.asksBeforeReceipt = Integer.MAX_VALUE;
        runUntil("verifying");
        AgentStatus status = AgentCommands.status(config);
        assertThat(status.waiting()).isEqualTo(1);
        assertThat(status.received()).isZero();
        assertThat(status.lines(Locale.FRENCH)).anyMatch(line -> line.contains("en vérification  src/a.raw"));
        long sent = server.bodyBytes;

        server.asksBeforeReceipt = 1;
        runUntil("received");
        assertThat(server.bodyBytes).isEqualTo(sent);
        assertThat(server.manifests).hasSize(1);
    }

    @Test
    void aServerThatForgotItIsToldAnew() throws IOException {
        server.asksBeforeReceipt = Integer.MAX_VALUE;
        runUntil("verifying");
        long sent = server.bodyBytes;
        server.forget();
        server.asksBeforeReceipt = 0;
        runUntil("received");
        assertThat(server.bodyBytes).isEqualTo(sent);
        assertThat(server.manifests).hasSize(2);
    }

    @Test
    void whatIsBrokenThereIsSentAgain() throws IOException {
        server.broken.add("ms/a.raw");
        runUntil("received");
        assertThat(server.versions("ms/a.raw")).isEqualTo(2);
        assertThat(server.manifests).hasSize(2);
        assertThat(server.manifests.get(1).files().get(0).version()).isEqualTo("v2");
        assertThat(lines).anyMatch(line -> line.contains("is not stored as it is here"));
    }

    /** Other content meanwhile: it is sent and told by itself, and the old receipt is asked for no more. */
    @Test
    void whatChangesWhileItIsVerifiedIsSentAnew() throws IOException {
        server.asksBeforeReceipt = Integer.MAX_VALUE;
        runUntil("verifying");
        Files.write(data.resolve("a.raw"), new byte[6000]);
        server.asksBeforeReceipt = 0;
        runUntil("received");
        assertThat(server.versions("ms/a.raw")).isEqualTo(2);
        assertThat(AgentCommands.status(config).bytes()).isEqualTo(6000);
    }
}
