package gedeon.server.rest;

import gedeon.client.wire.LogLevelBody;
import gedeon.client.wire.PauseBody;
import gedeon.client.wire.RescanBody;
import gedeon.metadata.AgentOrders;
import gedeon.metadata.AgentOrders.Whom;
import gedeon.metadata.AgentSettings.LogLevel;
import gedeon.metadata.AgentSettings.Pause;
import gedeon.metadata.Agents;
import gedeon.metadata.Catalogue;
import gedeon.server.security.Access;
import gedeon.storage.notebooks.Act;
import gedeon.storage.notebooks.Principal;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Orders to one agent, or to all of an instrument; they have them with their next sign of life. */
@RestController
@RequestMapping("/api/v1")
class OrderRoutes {
    /** How long an agent writes more than it usually does, where nobody says it. */
    private static final Duration WHILE = Duration.ofHours(1);

    private final AgentOrders orders;
    private final Access access;
    private final Clock clock;

    OrderRoutes(Catalogue catalogue, Access access, Clock clock) {
        this.orders = catalogue.agentOrders();
        this.access = access;
        this.clock = clock;
    }

    @PostMapping("/agents/{id}/pause")
    PauseBody pauseOne(@AuthenticationPrincipal Principal who, @PathVariable String id, @RequestBody PauseBody body) {
        return pause(who, one(who, id), body);
    }

    @PostMapping("/instruments/{name}/pause")
    PauseBody pauseAll(@AuthenticationPrincipal Principal who, @PathVariable String name, @RequestBody PauseBody body) {
        return pause(who, allOf(who, name), body);
    }

    private PauseBody pause(Principal who, Whom whom, PauseBody body) {
        Pause pause = new Pause(body.until(), body.reason(), who.name(), clock.instant());
        orders.pause(whom, pause);
        return new PauseBody(pause.until(), pause.reason(), pause.by(), pause.since());
    }

    @PostMapping("/agents/{id}/resume")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void resumeOne(@AuthenticationPrincipal Principal who, @PathVariable String id) {
        orders.resume(one(who, id), who.name());
    }

    @PostMapping("/instruments/{name}/resume")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void resumeAll(@AuthenticationPrincipal Principal who, @PathVariable String name) {
        orders.resume(allOf(who, name), who.name());
    }

    @PostMapping("/agents/{id}/rescan")
    RescanBody rescanOne(@AuthenticationPrincipal Principal who, @PathVariable String id) {
        return new RescanBody(orders.rescan(one(who, id)));
    }

    @PostMapping("/instruments/{name}/rescan")
    RescanBody rescanAll(@AuthenticationPrincipal Principal who, @PathVariable String name) {
        return new RescanBody(orders.rescan(allOf(who, name)));
    }

    @PostMapping("/agents/{id}/log-level")
    LogLevelBody levelOfOne(
            @AuthenticationPrincipal Principal who, @PathVariable String id, @RequestBody LogLevelBody body) {
        return level(one(who, id), body);
    }

    @PostMapping("/instruments/{name}/log-level")
    LogLevelBody levelOfAll(
            @AuthenticationPrincipal Principal who, @PathVariable String name, @RequestBody LogLevelBody body) {
        return level(allOf(who, name), body);
    }

    private LogLevelBody level(Whom whom, LogLevelBody body) {
        LogLevel level = LogLevel.of(body.level());
        Instant now = clock.instant();
        Instant until = body.until() == null ? now.plus(WHILE) : body.until();
        if (!until.isAfter(now)) {
            throw new IllegalArgumentException("a log level is for a while; " + until + " is over");
        }
        orders.logLevel(whom, level, until);
        return new LogLevelBody(SettingsBodies.word(level), until);
    }

    private Whom one(Principal who, String id) {
        Agents.Agent agent = access.agent(who, Act.REGISTER_INSTRUMENT, id);
        return new Whom.One(agent.id(), agent.instrument().id());
    }

    private Whom allOf(Principal who, String name) {
        return new Whom.AllOf(
                access.instrument(who, Act.REGISTER_INSTRUMENT, name).id());
    }
}
