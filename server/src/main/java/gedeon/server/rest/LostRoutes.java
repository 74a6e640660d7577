package gedeon.server.rest;

import gedeon.client.wire.LostBody;
import gedeon.client.wire.Page;
import gedeon.client.wire.PutBackBody;
import gedeon.server.security.Access;
import gedeon.server.tiers.InUse;
import gedeon.server.tiers.LostBodies;
import gedeon.server.tiers.TierBodies;
import gedeon.storage.BlobId;
import gedeon.storage.lifecycle.fixity.Lost;
import gedeon.storage.lifecycle.fixity.LostAndFound;
import gedeon.storage.notebooks.Act;
import gedeon.storage.notebooks.Notebooks;
import gedeon.storage.notebooks.On;
import gedeon.storage.notebooks.Principal;
import gedeon.storage.tier.jdbc.TierRow;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** What audits put aside in a tier, for administrators. */
@RestController
@RequestMapping("/api/v1/tiers/{name}/lost")
class LostRoutes {
    private final LostAndFound lost;
    private final TierBodies tiers;
    private final LostBodies bodies;
    private final Access access;

    LostRoutes(LostAndFound lost, TierBodies tiers, LostBodies bodies, Access access) {
        this.lost = lost;
        this.tiers = tiers;
        this.bodies = bodies;
        this.access = access;
    }

    @GetMapping
    Page<LostBody> list(
            @AuthenticationPrincipal Principal who,
            @PathVariable String name,
            @RequestParam(required = false) @Nullable String after,
            @RequestParam(defaultValue = "100") int limit)
            throws IOException {
        access.require(who, Act.ADMINISTER, On.INSTITUTION);
        int most = Paging.limit(limit);
        List<Lost> rows = lost.page(readable(name).id(), after == null ? null : BlobId.parse(after), most + 1);
        return Paging.cut(rows, most, row -> row.blob().toString(), row -> bodies.body(who, row));
    }

    @PostMapping("/{blob}/put-back")
    PutBackBody putBack(@AuthenticationPrincipal Principal who, @PathVariable String name, @PathVariable String blob)
            throws IOException {
        access.require(who, Act.ADMINISTER, On.INSTITUTION);
        LostAndFound.PutBack how = lost.putBack(readable(name).id(), BlobId.parse(blob))
                .orElseThrow(() -> new Notebooks.Unknown("lost blob", blob));
        return new PutBackBody(
                name,
                blob,
                switch (how) {
                    case NAMED -> "named";
                    case NEW_VERSION -> "new-version";
                });
    }

    @DeleteMapping("/{blob}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void delete(
            @AuthenticationPrincipal Principal who,
            @PathVariable String name,
            @PathVariable String blob,
            @RequestParam(required = false) @Nullable String confirm)
            throws IOException {
        access.require(who, Act.ADMINISTER, On.INSTITUTION);
        TierRow tier = readable(name);
        BlobId id = BlobId.parse(blob);
        if (!tier.name().equals(confirm)) {
            throw new IllegalArgumentException("blob " + blob
                    + " would be deleted for good, and nothing brings it back; repeat with confirm=" + tier.name());
        }
        if (!lost.delete(tier.id(), id)) {
            throw new Notebooks.Unknown("lost blob", blob);
        }
    }

    private TierRow readable(String name) {
        TierRow tier = tiers.named(name);
        if (tier.state() == TierRow.State.OFF) {
            throw new InUse("tier " + name + " is off and cannot be looked at; set it online or draining first");
        }
        return tier;
    }
}
