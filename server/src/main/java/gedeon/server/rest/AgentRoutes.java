package gedeon.server.rest;

import gedeon.client.wire.AgentBody;
import gedeon.client.wire.EnrolRequest;
import gedeon.client.wire.Enrolment;
import gedeon.client.wire.HeartbeatAnswer;
import gedeon.client.wire.HeartbeatBody;
import gedeon.client.wire.LogLevelBody;
import gedeon.client.wire.Page;
import gedeon.client.wire.SettingsBody;
import gedeon.client.wire.SourceBody;
import gedeon.kernel.FinishRule;
import gedeon.kernel.ReleaseNumber;
import gedeon.metadata.AgentOrders;
import gedeon.metadata.AgentSettings.LogLevel;
import gedeon.metadata.Agents;
import gedeon.metadata.Catalogue;
import gedeon.metadata.FinishRules;
import gedeon.server.security.Access;
import gedeon.storage.notebooks.Act;
import gedeon.storage.notebooks.Notebooks;
import gedeon.storage.notebooks.Notebooks.NotebookRow;
import gedeon.storage.notebooks.Principal;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** What agents call, and their managers' list of them. Enrolment asks for no token: the one-time code is the credential. */
@RestController
@RequestMapping("/api/v1/agents")
class AgentRoutes {
    private final Catalogue catalogue;
    private final Notebooks notebooks;
    private final Access access;
    private final S3Address s3;
    private final Clock clock;

    AgentRoutes(Catalogue catalogue, Notebooks notebooks, Access access, S3Address s3, Clock clock) {
        this.catalogue = catalogue;
        this.notebooks = notebooks;
        this.access = access;
        this.s3 = s3;
        this.clock = clock;
    }

    @PostMapping("/enrol")
    @ResponseStatus(HttpStatus.CREATED)
    Enrolment enrol(@RequestBody EnrolRequest request) {
        Agents.Enrolled enrolled =
                catalogue.agents().enrol(request.code(), request.hostname(), request.os(), request.version());
        return new Enrolment(
                enrolled.agent().toString(),
                enrolled.token(),
                enrolled.accessKey(),
                enrolled.secretKey(),
                s3.url(),
                s3.region(),
                enrolled.instrument().name(),
                notebooks
                        .notebook(enrolled.instrument().notebook())
                        .map(NotebookRow::name)
                        .orElse(""),
                enrolled.bucket(),
                catalogue.agentReleases().signedBy());
    }

    @GetMapping("/me/sources")
    Page<SourceBody> sources(@AuthenticationPrincipal Principal who) {
        return Page.of(
                catalogue.instruments().sources(access.agent(who).instrument().id()).stream()
                        .map(source -> Sources.body(source, finish(source.rule())))
                        .toList());
    }

    private @Nullable FinishRule finish(@Nullable String rule) {
        return rule == null
                ? null
                : catalogue.rules().find(rule).map(FinishRules.Kept::rule).orElse(null);
    }

    @PostMapping("/me/heartbeats")
    HeartbeatAnswer heartbeat(@AuthenticationPrincipal Principal who, @RequestBody HeartbeatBody said) {
        UUID agent = access.agent(who).id();
        catalogue
                .agents()
                .heartbeat(
                        agent,
                        new Agents.Heartbeat(
                                said.backlog(),
                                said.oldestUnsent(),
                                said.sent(),
                                said.disk(),
                                said.clock(),
                                said.agentVersion(),
                                said.messages(),
                                Boolean.TRUE.equals(said.leaving()),
                                says(said)));
        AgentOrders.Standing wanted = catalogue.agentOrders().of(agent);
        LogLevel level = wanted.logLevel();
        return new HeartbeatAnswer(
                clock.instant(),
                wanted.settings(),
                SettingsBodies.pause(wanted.paused()),
                wanted.rescan() == 0 ? null : wanted.rescan(),
                level == null ? null : new LogLevelBody(SettingsBodies.word(level), wanted.logLevelUntil()),
                wanted.release());
    }

    private static Agents.Says says(HeartbeatBody said) {
        List<String> rules = said.rules();
        return new Agents.Says(
                said.settings(),
                rules == null ? List.of() : rules,
                said.paused(),
                said.rescanned(),
                said.newestUnsent());
    }

    /** What it goes by, its rules written out. */
    @GetMapping("/me/settings")
    SettingsBody settings(@AuthenticationPrincipal Principal who) {
        return SettingsBodies.body(
                catalogue.agentSettings().now(access.agent(who).instrument().id()),
                source -> Sources.body(source, finish(source.rule())));
    }

    @GetMapping
    Page<AgentBody> list(@AuthenticationPrincipal Principal who) {
        access.requireAnywhere(who, Act.REGISTER_INSTRUMENT);
        Optional<ReleaseNumber> newest = catalogue
                .agentReleases()
                .newest()
                .map(release -> release.draft().version());
        return Page.of(catalogue.agents().list(access.notebooks(who, Act.REGISTER_INSTRUMENT, null)).stream()
                .map(agent -> new AgentBody(
                        agent.id().toString(),
                        agent.instrument().name(),
                        agent.hostname(),
                        agent.lastSeen(),
                        agent.backlog(),
                        agent.state().name().toLowerCase(Locale.ROOT),
                        agent.version(),
                        newest.map(version -> version.isAfter(agent.version())).orElse(null),
                        agent.says().settings(),
                        agent.says().paused()))
                .toList());
    }
}
