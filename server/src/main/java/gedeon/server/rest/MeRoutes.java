package gedeon.server.rest;

import gedeon.client.wire.Me;
import gedeon.storage.notebooks.Principal;
import java.util.Locale;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

@RestController
class MeRoutes {
    @GetMapping("/api/v1/me")
    Me me(@AuthenticationPrincipal Principal who) {
        return new Me(String.valueOf(who.id()), who.name(), who.kind().name().toLowerCase(Locale.ROOT));
    }
}
