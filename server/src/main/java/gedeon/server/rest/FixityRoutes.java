package gedeon.server.rest;

import gedeon.client.wire.FixityBody;
import gedeon.client.wire.FixityRoundsBody;
import gedeon.server.security.Access;
import gedeon.server.tiers.FixityBodies;
import gedeon.storage.notebooks.Act;
import gedeon.storage.notebooks.On;
import gedeon.storage.notebooks.Principal;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** What is damaged, what is lost, and how far the rounds that look for it are. */
@RestController
class FixityRoutes {
    private final FixityBodies fixity;
    private final Access access;

    FixityRoutes(FixityBodies fixity, Access access) {
        this.fixity = fixity;
        this.access = access;
    }

    @GetMapping("/api/v1/fixity")
    FixityBody show(@AuthenticationPrincipal Principal who) {
        access.require(who, Act.OPERATE, On.INSTITUTION);
        return fixity.body(who);
    }

    @GetMapping("/api/v1/fixity/rounds")
    FixityRoundsBody rounds(@AuthenticationPrincipal Principal who) {
        access.require(who, Act.OPERATE, On.INSTITUTION);
        return fixity.rounds();
    }
}
