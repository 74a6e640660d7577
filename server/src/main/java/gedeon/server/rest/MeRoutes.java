package gedeon.server.rest;

import gedeon.client.wire.EmailBody;
import gedeon.client.wire.Me;
import gedeon.storage.notebooks.Addresses;
import gedeon.storage.notebooks.Principal;
import java.util.Locale;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** What anybody may ask and say of themselves. */
@RestController
@RequestMapping("/api/v1/me")
class MeRoutes {
    private final Addresses addresses;

    MeRoutes(Addresses addresses) {
        this.addresses = addresses;
    }

    @GetMapping
    Me me(@AuthenticationPrincipal Principal who) {
        return new Me(
                String.valueOf(who.id()),
                who.name(),
                who.kind().name().toLowerCase(Locale.ROOT),
                addresses.of(who.id()).orElse(null));
    }

    @PutMapping("/email")
    Me write(@AuthenticationPrincipal Principal who, @RequestBody EmailBody body) {
        if (who.kind() != Principal.Kind.PERSON) {
            throw new IllegalArgumentException("only people get mail; " + who.name() + " is an agent");
        }
        addresses.set(who.id(), body.email());
        return me(who);
    }
}
