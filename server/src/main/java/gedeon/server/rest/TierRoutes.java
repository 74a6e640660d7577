package gedeon.server.rest;

import gedeon.client.wire.DrainBody;
import gedeon.client.wire.JobBody;
import gedeon.client.wire.NewTier;
import gedeon.client.wire.Page;
import gedeon.client.wire.TierChange;
import gedeon.client.wire.TierCheckBody;
import gedeon.client.wire.TierDetail;
import gedeon.server.security.Access;
import gedeon.server.tiers.InUse;
import gedeon.server.tiers.JobBodies;
import gedeon.server.tiers.TierActs;
import gedeon.server.tiers.TierBodies;
import gedeon.storage.lifecycle.Tiering;
import gedeon.storage.notebooks.Act;
import gedeon.storage.notebooks.Notebooks;
import gedeon.storage.notebooks.On;
import gedeon.storage.notebooks.Principal;
import gedeon.storage.tier.check.TierCheck;
import gedeon.storage.tier.jdbc.Held;
import gedeon.storage.tier.jdbc.JdbcTiers;
import gedeon.storage.tier.jdbc.TierRow;
import java.io.IOException;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Tiers, for administrators. */
@RestController
@RequestMapping("/api/v1/tiers")
class TierRoutes {
    private final JdbcTiers tiers;
    private final Tiering tiering;
    private final TierBodies bodies;
    private final TierActs acts;
    private final JobBodies jobs;
    private final Access access;
    private final Clock clock;

    TierRoutes(
            JdbcTiers tiers,
            Tiering tiering,
            TierBodies bodies,
            TierActs acts,
            JobBodies jobs,
            Access access,
            Clock clock) {
        this.acts = acts;
        this.clock = clock;
        this.tiers = tiers;
        this.tiering = tiering;
        this.bodies = bodies;
        this.jobs = jobs;
        this.access = access;
    }

    /** @param count whether what lives in each is counted now: a scan of all places for each tier */
    @GetMapping
    Page<TierDetail> list(@AuthenticationPrincipal Principal who, @RequestParam(defaultValue = "false") boolean count) {
        access.require(who, Act.ADMINISTER, On.INSTITUTION);
        if (count) {
            tiers.all().forEach(row -> tiers.count(row.id()));
        }
        return Page.of(bodies.all());
    }

    @PostMapping
    @ResponseStatus(HttpStatus.CREATED)
    TierDetail add(@AuthenticationPrincipal Principal who, @RequestBody NewTier tier) {
        access.require(who, Act.ADMINISTER, On.INSTITUTION);
        Map<String, String> settings = Objects.requireNonNullElse(tier.settings(), Map.of());
        if (settings.values().stream().anyMatch(Objects::isNull)) {
            throw new IllegalArgumentException("a setting has no value; leave it out");
        }
        if (tiers.named(tier.name()).isPresent()) {
            throw new Notebooks.NameTaken("tier", tier.name());
        }
        int rank = Objects.requireNonNullElse(tier.rank(), 0);
        var traits = TierBodies.traits(tier.traits());
        try {
            TierRow made = tiers.add(tier.kind(), tier.name(), settings, rank);
            tiers.describe(made.id(), rank, traits);
        } catch (IOException e) {
            throw new IllegalArgumentException(
                    "the tier cannot be made there: " + e + "; the server's account must be able to write there", e);
        }
        tiering.ensureJobs();
        return bodies.body(bodies.named(tier.name()));
    }

    @PatchMapping("/{name}")
    TierDetail change(
            @AuthenticationPrincipal Principal who, @PathVariable String name, @RequestBody TierChange change) {
        access.require(who, Act.ADMINISTER, On.INSTITUTION);
        TierRow tier = bodies.named(name);
        Optional<TierRow.State> state = Optional.ofNullable(change.state()).map(TierRoutes::state);
        tiers.describe(
                tier.id(),
                Objects.requireNonNullElse(change.rank(), tier.rank()),
                tier.traits().with(TierBodies.traits(change.traits())));
        state.ifPresent(wanted -> acts.setState(tier, wanted, change.confirm()));
        return bodies.body(bodies.named(name));
    }

    private static TierRow.State state(String text) {
        for (TierRow.State state : TierRow.State.values()) {
            if (state.name().toLowerCase(Locale.ROOT).equals(text)) {
                return state;
            }
        }
        throw new IllegalArgumentException("\"state\" is online, draining or off, was \"" + text + "\"");
    }

    @PostMapping("/{name}/drain")
    DrainBody drain(
            @AuthenticationPrincipal Principal who,
            @PathVariable String name,
            @RequestParam(defaultValue = "false") boolean dryRun) {
        access.require(who, Act.ADMINISTER, On.INSTITUTION);
        TierRow tier = bodies.named(name);
        acts.requireDrainable(tier);
        tiers.count(tier.id());
        Held held = Objects.requireNonNull(bodies.named(name).held(), "what was just counted");
        return dryRun
                ? new DrainBody(
                        name,
                        held.blobs(),
                        held.bytes(),
                        bodies.body(tiering.previews().drain(tier)),
                        null)
                : new DrainBody(name, held.blobs(), held.bytes(), null, jobs.body(acts.drain(tier, who.name())));
    }

    /** Writes about 80 MiB into it, and takes them away again. */
    @PostMapping("/{name}/check")
    TierCheckBody check(@AuthenticationPrincipal Principal who, @PathVariable String name) throws IOException {
        access.require(who, Act.ADMINISTER, On.INSTITUTION);
        TierRow tier = bodies.named(name);
        if (tier.state() != TierRow.State.ONLINE) {
            throw new InUse("tier " + name + " takes nothing new now; set it online first");
        }
        List<TierCheckBody.Line> lines = new TierCheck(tiers.of(tier.id()), clock)
                .run().stream()
                        .map(line -> new TierCheckBody.Line(
                                line.what(), line.holds(), line.took().toMillis(), line.said()))
                        .toList();
        return new TierCheckBody(name, lines.stream().allMatch(TierCheckBody.Line::holds), lines);
    }

    /** Begins to compare what lies there with what is known of it, or tells of the comparison that is under way. */
    @PostMapping("/{name}/audit")
    JobBody audit(@AuthenticationPrincipal Principal who, @PathVariable String name) {
        access.require(who, Act.ADMINISTER, On.INSTITUTION);
        return jobs.body(acts.audit(bodies.named(name), who.name()));
    }

    @DeleteMapping("/{name}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void remove(
            @AuthenticationPrincipal Principal who,
            @PathVariable String name,
            @RequestParam(required = false) @Nullable String confirm)
            throws IOException {
        access.require(who, Act.ADMINISTER, On.INSTITUTION);
        acts.remove(bodies.named(name), confirm);
    }
}
