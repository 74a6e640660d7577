package gedeon.server.rest;

import gedeon.client.wire.NewRelease;
import gedeon.client.wire.ReleaseBody;
import gedeon.kernel.ReleaseNumber;
import gedeon.metadata.AgentReleases;
import gedeon.metadata.Catalogue;
import gedeon.server.security.Access;
import gedeon.storage.notebooks.Act;
import gedeon.storage.notebooks.Notebooks;
import gedeon.storage.notebooks.On;
import gedeon.storage.notebooks.Principal;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** The newest version of the agent: made known by administrators, signed by the server, told by agents to people. */
@RestController
@RequestMapping("/api/v1/agents/release")
class ReleaseRoutes {
    private final AgentReleases releases;
    private final Access access;

    ReleaseRoutes(Catalogue catalogue, Access access) {
        this.releases = catalogue.agentReleases();
        this.access = access;
    }

    @GetMapping
    ReleaseBody newest(@AuthenticationPrincipal Principal who) {
        access.requireAnywhere(who, Act.REGISTER_INSTRUMENT);
        return body(releases.newest().orElseThrow(() -> new Notebooks.Unknown("release of", "the agent")));
    }

    @PostMapping
    @ResponseStatus(HttpStatus.CREATED)
    ReleaseBody put(@AuthenticationPrincipal Principal who, @RequestBody NewRelease release) {
        access.require(who, Act.ADMINISTER, On.INSTITUTION);
        return body(releases.keep(
                new AgentReleases.Draft(new ReleaseNumber(release.version()), release.url(), release.sha256()),
                who.name()));
    }

    private static ReleaseBody body(AgentReleases.Release release) {
        return new ReleaseBody(
                release.draft().version().text(),
                release.draft().url(),
                release.draft().sha256(),
                release.notice(),
                release.made(),
                release.by());
    }
}
