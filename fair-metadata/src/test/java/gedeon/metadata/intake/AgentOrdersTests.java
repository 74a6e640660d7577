package gedeon.metadata.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gedeon.kernel.ReleaseNumber;
import gedeon.metadata.AgentOrders;
import gedeon.metadata.AgentOrders.Whom;
import gedeon.metadata.AgentReleases;
import gedeon.metadata.AgentSettings.LogLevel;
import gedeon.metadata.AgentSettings.Pause;
import gedeon.metadata.Agents;
import gedeon.metadata.ManualClock;
import gedeon.metadata.TestCatalogue;
import java.nio.charset.StandardCharsets;
import java.security.Signature;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;

class AgentOrdersTests {
    private static final Instant START = Instant.parse("2026-11-02T08:00:00Z");

    private final ManualClock clock = new ManualClock(START);

    @Test
    void ordersOfOneAndOfAllHoldUntilTheyAreTakenBackOrOver() throws Exception {
        try (TestCatalogue test = new TestCatalogue(TestCatalogue.finding("temperature", 280), clock)) {
            Agents.Agent agent = test.agent("scope", "scope");
            AgentOrders orders = test.catalogue.agentOrders();
            Whom one = new Whom.One(agent.id(), agent.instrument().id());
            Whom all = new Whom.AllOf(agent.instrument().id());
            assertThat(orders.of(agent.id())).isEqualTo(new AgentOrders.Standing(1, null, 0, null, null, null));

            Pause lunch = new Pause(START.plus(Duration.ofHours(1)), "lunch", "ada", START);
            Pause open = new Pause(null, null, "bob", START);
            orders.pause(one, lunch);
            assertThat(orders.of(agent.id()).paused()).isEqualTo(lunch);
            orders.pause(all, open);
            assertThat(orders.of(agent.id()).paused()).isEqualTo(open);
            assertThatThrownBy(() -> orders.resume(one, "ada"))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("bob", "--instrument");
            orders.resume(all, "ada");
            assertThat(orders.of(agent.id()).paused()).isNull();
            orders.pause(one, lunch);
            clock.set(START.plus(Duration.ofHours(2)));
            assertThat(orders.of(agent.id()).paused()).isNull();

            orders.logLevel(all, LogLevel.DEBUG, START.plus(Duration.ofHours(3)));
            assertThat(orders.of(agent.id()).logLevel()).isEqualTo(LogLevel.DEBUG);
            clock.set(START.plus(Duration.ofHours(4)));
            assertThat(orders.of(agent.id()).logLevel()).isNull();

            assertThat(orders.rescan(all)).isEqualTo(1);
            assertThat(orders.rescan(one)).isEqualTo(1);
            assertThat(orders.of(agent.id()).rescan()).isEqualTo(2);
        }
    }

    @Test
    void whatAnAgentSaysOfItselfIsShownAndAnOldOneSaysNothing() throws Exception {
        try (TestCatalogue test = new TestCatalogue(TestCatalogue.finding("temperature", 280), clock)) {
            Agents.Agent agent = test.agent("scope", "scope");
            Agents agents = test.catalogue.agents();
            agents.heartbeat(agent.id(), new Agents.Heartbeat(1, START, 0, 1000, START, "0.1.0", List.of(), false));
            assertThat(agents.find(agent.id()).orElseThrow().says().settings()).isNull();
            Agents.Says says = new Agents.Says(1, List.of("lab@3"), true, 7L, START);
            agents.heartbeat(
                    agent.id(), new Agents.Heartbeat(1, START, 0, 1000, START, "0.1.0", List.of(), false, says));
            assertThat(agents.find(agent.id()).orElseThrow().says()).isEqualTo(says);
        }
    }

    @Test
    void aReleaseIsSignedByTheServersKeyAndTheNewestIsTold() throws Exception {
        try (TestCatalogue test = new TestCatalogue(TestCatalogue.finding("temperature", 280), clock)) {
            Agents.Agent agent = test.agent("scope", "scope");
            AgentReleases releases = test.catalogue.agentReleases();
            assertThat(releases.newest()).isEmpty();
            AgentReleases.Draft draft = new AgentReleases.Draft(
                    new ReleaseNumber("0.2.0"), "https://example.org/agent.jar", "ab".repeat(32));
            AgentReleases.Release release = releases.keep(draft, "ada");
            assertThat(releases.newest()).hasValue(release);
            assertThat(test.catalogue.agentOrders().of(agent.id()).release()).isEqualTo(release.notice());
            String[] parts = release.notice().split("\\.");
            Signature signature = Signature.getInstance("Ed25519");
            signature.initVerify(TestCatalogue.KEY.getPublic());
            signature.update((parts[0] + "." + parts[1]).getBytes(StandardCharsets.US_ASCII));
            assertThat(signature.verify(Base64.getUrlDecoder().decode(parts[2])))
                    .isTrue();
            assertThat(new String(Base64.getUrlDecoder().decode(parts[1]), StandardCharsets.UTF_8))
                    .contains("\"version\":\"0.2.0\"", "https://example.org/agent.jar", "ab".repeat(32));
            assertThatThrownBy(() ->
                            new AgentReleases.Draft(new ReleaseNumber("1"), "ftp://example.org/a", "ab".repeat(32)))
                    .hasMessageContaining("https://");
            assertThatThrownBy(() -> new AgentReleases.Draft(new ReleaseNumber("1"), "https://example.org/a", "AB"))
                    .hasMessageContaining("64");
        }
    }
}
