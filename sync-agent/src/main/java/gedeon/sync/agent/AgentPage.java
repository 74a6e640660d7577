package gedeon.sync.agent;

import gedeon.client.wire.HeartbeatBody;
import gedeon.sync.journal.Progress;
import gedeon.sync.page.LeavesView;
import gedeon.sync.page.LocalPage;
import gedeon.sync.page.Outbox;
import gedeon.sync.page.PageFacts;
import gedeon.sync.page.PageSettings;
import gedeon.sync.status.AgentStatus;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The page of a running agent, or none where it is switched off or cannot be opened: the agent works without. */
final class AgentPage implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final @Nullable LocalPage page;

    private AgentPage(@Nullable LocalPage page) {
        this.page = page;
    }

    static AgentPage none() {
        return new AgentPage(null);
    }

    static AgentPage open(
            Path config, AgentConfig settings, Progress progress, Agent agent, Outbox outbox, Consumer<String> lines) {
        Clock clock = Clock.systemUTC();
        Instant started = clock.instant();
        try {
            PageSettings wished = PageSettings.read(config);
            if (!wished.on()) {
                return none();
            }
            LocalPage page = LocalPage.open(
                    wished.port(),
                    PageSettings.told(config),
                    () -> facts(config, settings, progress, agent, outbox, started, clock.instant()),
                    new LeavesView(outbox, AgentCommands.introduction("")));
            lines.accept("how it goes, and what leaves this computer: " + page.address());
            return new AgentPage(page);
        } catch (IOException e) {
            lines.accept("no page on this computer, the agent runs without: " + e.getMessage());
            return none();
        }
    }

    private static AgentStatus standing(Path config, AgentConfig settings, Progress progress) {
        try {
            return AgentCommands.status(config, settings, progress.standing(AgentStatus.SHOWN));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static PageFacts facts(
            Path config,
            AgentConfig settings,
            Progress progress,
            Agent agent,
            Outbox outbox,
            Instant started,
            Instant now) {
        Optional<Outbox.Said> heartbeat = outbox.last(HeartbeatBody.class);
        return new PageFacts(
                AgentCommands.VERSION,
                now,
                started,
                standing(config, settings, progress),
                agent.board().sources(),
                agent.troubles(),
                heartbeat.map(Outbox.Said::at).orElse(null),
                heartbeat.map(said -> (HeartbeatBody) said.body()).orElse(null),
                outbox.bytes(),
                outbox.bytesPerSecond());
    }

    /** The address that stands beside the configuration, if the page of this agent answers there. */
    static Optional<URI> of(Path config, String agent) throws IOException {
        URI told = LocalPage.told(PageSettings.told(config));
        if (told == null) {
            return Optional.empty();
        }
        try {
            HttpResponse<String> answer = HttpClient.newBuilder()
                    .connectTimeout(PATIENCE)
                    .build()
                    .send(
                            HttpRequest.newBuilder(told.resolve("status.json"))
                                    .timeout(PATIENCE)
                                    .build(),
                            HttpResponse.BodyHandlers.ofString());
            JsonNode said = JsonMapper.builder().build().readTree(answer.body());
            return said.path("status").path("agent").asString("").equals(agent) ? Optional.of(told) : Optional.empty();
        } catch (IOException | JacksonException e) {
            // An agent that was killed leaves its address behind.
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    @Override
    public void close() {
        if (page != null) {
            page.close();
        }
    }
}
