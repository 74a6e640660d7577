package gedeon.sync.agent;

import static org.assertj.core.api.Assertions.assertThat;

import gedeon.client.wire.SourceBody;
import gedeon.client.wire.SourceKind;
import gedeon.sync.FakeGedeon;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The page of an agent that runs, watches and sends. */
@Timeout(120)
class AgentPageTests {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    @TempDir
    Path folder;

    private final AtomicBoolean stop = new AtomicBoolean();
    private final List<String> lines = new CopyOnWriteArrayList<>();
    private FakeGedeon server;
    private Path config;
    private CompletableFuture<Void> run = CompletableFuture.completedFuture(null);

    @BeforeEach
    void enrol() throws IOException {
        server = new FakeGedeon();
        config = folder.resolve("home/agent.json");
        AgentCommands.enrol(server.uri(), "CODE", config);
        Path data = Files.createDirectory(folder.resolve("data"));
        server.sources.add(
                new SourceBody("hot & cold", data.toString(), "*.raw", SourceKind.FILE, null, 1, "ms", "exp1", 1));
        Files.writeString(data.resolve("a<b>.raw"), "hello");
        // Large enough for an upload in parts.
        Files.write(data.resolve("big.raw"), new byte[(17 << 20)]);
    }

    @AfterEach
    void stop() throws Exception {
        stop.set(true);
        run.get(60, TimeUnit.SECONDS);
        server.close();
    }

    private void start() {
        run = CompletableFuture.runAsync(() -> {
            try {
                AgentCommands.run(config, false, lines::add, stop::get);
            } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        });
    }

    private URI page() throws Exception {
        while (AgentCommands.page(config).isEmpty()) {
            assertThat(run).as("the agent runs: %s", lines).isNotDone();
            Thread.sleep(20);
        }
        return AgentCommands.page(config).orElseThrow();
    }

    private void allReceived() throws Exception {
        while (lines.stream().filter(line -> line.startsWith("received ")).count() < 2 || server.heartbeats() == 0) {
            assertThat(run).as("the agent runs: %s", lines).isNotDone();
            Thread.sleep(20);
        }
    }

    private HttpResponse<String> get(URI address, String language) throws Exception {
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(address)
                                .header("Accept-Language", language)
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
    }

    @Test
    void showsHowItGoesAndWhatLeavesAndNothingElseLeft() throws Exception {
        start();
        URI page = page();
        allReceived();

        HttpResponse<String> status = get(page, "en");
        assertThat(status.statusCode()).isEqualTo(200);
        assertThat(status.body())
                .contains("all that was found is received and verified: 2 acquisitions")
                .contains(
                        "hot &amp; cold",
                        "a&lt;b&gt;.raw",
                        folder.resolve("data").toString())
                .doesNotContain("a<b>");
        assertThat(status.headers().firstValue("Content-Security-Policy"))
                .hasValueSatisfying(policy -> assertThat(policy)
                        .contains("default-src 'none'", "frame-ancestors 'none'")
                        .doesNotContain("unsafe"));

        String leaves = get(page.resolve("leaves"), "fr-FR").body();
        assertThat(leaves).contains("<html lang=\"fr\">", "Ce qui quitte cet ordinateur", "Signe de vie");
        // Whatever arrived at the server stands on the page.
        for (String header : server.headers) {
            if (!header.equalsIgnoreCase("Authorization")) {
                assertThat(leaves.toLowerCase(Locale.ROOT))
                        .contains("<code>" + header.toLowerCase(Locale.ROOT) + "</code>");
            }
        }
        assertThat(server.headers).contains("X-amz-meta-path");
        int told = 0;
        for (String body : server.bodies) {
            JsonNode sent = body.isEmpty() ? JSON.createObjectNode() : JSON.readTree(body);
            for (var field : sent.properties()) {
                assertThat(leaves).contains("<code>" + field.getKey());
                told++;
            }
        }
        assertThat(told).isGreaterThan(15);
        for (String everything : List.of(
                leaves, status.body(), get(page.resolve("status.json"), "en").body())) {
            assertThat(everything).doesNotContain("TOKEN", "SECRETKEY", "ACCESS", "Signature=");
        }
    }

    @Test
    void saysTheSameAsJson() throws Exception {
        start();
        URI page = page();
        allReceived();

        JsonNode said = JSON.readTree(get(page.resolve("status.json"), "en").body());

        assertThat(said.at("/status/agent").asString()).isEqualTo("agent-1");
        assertThat(said.at("/sources/0/folder").asString())
                .isEqualTo(folder.resolve("data").toString());
        assertThat(said.at("/sources/0/type").asString()).isNotEmpty();
        assertThat(said.at("/heartbeat/agentVersion").asString()).isEqualTo(AgentCommands.VERSION);
        assertThat(said.at("/bytesSince").asLong()).isGreaterThanOrEqualTo(5 + (17 << 20));
    }

    /** Browsers allow none of this to be written by a page, so it is written by hand. */
    private String raw(URI page, String request) throws IOException {
        try (Socket socket = new Socket(InetAddress.getByName("127.0.0.1"), page.getPort())) {
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            return new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII))
                    .readLine();
        }
    }

    @Test
    void answersOnlyToItsOwnAddressAndOnlyShows() throws Exception {
        start();
        URI page = page();
        String own = "127.0.0.1:" + page.getPort();

        assertThat(raw(page, "GET / HTTP/1.1\r\nHost: " + own + "\r\n\r\n")).contains(" 200 ");
        assertThat(raw(page, "HEAD /leaves HTTP/1.1\r\nHost: localhost:" + page.getPort() + "\r\n\r\n"))
                .contains(" 200 ");
        assertThat(raw(page, "GET /status.json HTTP/1.1\r\nHost: evil.example:" + page.getPort() + "\r\n\r\n"))
                .contains(" 421 ");
        assertThat(raw(page, "GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n")).contains(" 421 ");
        assertThat(raw(page, "GET / HTTP/1.0\r\n\r\n")).doesNotContain(" 200 ");
        for (String method : List.of("POST", "PUT", "DELETE", "OPTIONS", "PATCH")) {
            assertThat(raw(page, method + " / HTTP/1.1\r\nHost: " + own + "\r\nContent-Length: 0\r\n\r\n"))
                    .as(method)
                    .contains(" 405 ");
        }
        assertThat(raw(page, "GET /agent.json HTTP/1.1\r\nHost: " + own + "\r\n\r\n"))
                .contains(" 404 ");
    }

    @Test
    void isThereAsLongAsTheAgentRuns() throws Exception {
        start();
        URI page = page();
        Path told = folder.resolve("home/agent.json.page");
        assertThat(told).content().isEqualTo(page + "\n");
        stop.set(true);
        run.get(60, TimeUnit.SECONDS);
        assertThat(told).doesNotExist();
        assertThat(AgentCommands.page(config)).isEmpty();

        // What a killed agent left behind.
        Files.writeString(told, page + "\n");
        assertThat(AgentCommands.page(config)).isEmpty();
        Files.writeString(told, "http://evil.example/\n");
        assertThat(AgentCommands.page(config)).isEmpty();
    }

    @Test
    void whereItCannotBeOpenedTheAgentRunsWithout() throws Exception {
        try (java.net.ServerSocket taken = new java.net.ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            port(taken.getLocalPort());
            start();
            allReceived();
            assertThat(lines).anyMatch(line -> line.startsWith("no page on this computer"));
            assertThat(AgentCommands.page(config)).isEmpty();
        }
    }

    @Test
    void canBeSwitchedOff() throws Exception {
        port(-1);
        start();
        allReceived();
        assertThat(folder.resolve("home/agent.json.page")).doesNotExist();
        assertThat(lines).noneMatch(line -> line.contains("what leaves this computer"));
    }

    private void port(int port) throws IOException {
        Files.writeString(config, Files.readString(config).replaceFirst("\\{", "{\"statusPort\": " + port + ","));
    }
}
