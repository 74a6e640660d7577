package gedeon.server.rest;

import gedeon.client.wire.EmailBody;
import gedeon.client.wire.Me;
import gedeon.server.security.Access;
import gedeon.storage.notebooks.Act;
import gedeon.storage.notebooks.Addresses;
import gedeon.storage.notebooks.Addresses.Holder;
import gedeon.storage.notebooks.Notebooks;
import gedeon.storage.notebooks.On;
import gedeon.storage.notebooks.Principal;
import java.util.Locale;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Other people's accounts, for administrators. */
@RestController
@RequestMapping("/api/v1/accounts/{name}")
class AccountRoutes {
    private final Addresses addresses;
    private final Access access;

    AccountRoutes(Addresses addresses, Access access) {
        this.addresses = addresses;
        this.access = access;
    }

    @GetMapping
    Me account(@AuthenticationPrincipal Principal who, @PathVariable String name) {
        access.require(who, Act.ADMINISTER, On.INSTITUTION);
        return body(holder(name));
    }

    @PutMapping("/email")
    Me write(@AuthenticationPrincipal Principal who, @PathVariable String name, @RequestBody EmailBody body) {
        access.require(who, Act.ADMINISTER, On.INSTITUTION);
        Holder holder = holder(name);
        if (holder.kind() != Principal.Kind.PERSON) {
            throw new IllegalArgumentException("only people get mail; " + name + " is an agent");
        }
        addresses.set(holder.account(), body.email());
        return body(holder(name));
    }

    private Holder holder(String name) {
        return addresses.holder(name).orElseThrow(() -> new Notebooks.Unknown("account", name));
    }

    private static Me body(Holder holder) {
        return new Me(
                String.valueOf(holder.account()),
                holder.name(),
                holder.kind().name().toLowerCase(Locale.ROOT),
                holder.email());
    }
}
