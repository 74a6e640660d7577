package gedeon.server.rest;

import gedeon.client.wire.DriftBody;
import gedeon.client.wire.Page;
import gedeon.client.wire.PlanBody;
import gedeon.client.wire.PlanCheck;
import gedeon.client.wire.PlanVersionBody;
import gedeon.dmp.Plan;
import gedeon.dmp.Plans;
import gedeon.server.security.Access;
import gedeon.storage.notebooks.Act;
import gedeon.storage.notebooks.Notebooks;
import gedeon.storage.notebooks.On;
import gedeon.storage.notebooks.Principal;
import gedeon.storage.notebooks.Rights;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api/v1/plans")
class PlanRoutes {
    private final Plans plans;
    private final Rights rights;
    private final Access access;
    private final PlanBodies bodies;

    PlanRoutes(Plans plans, Notebooks notebooks, Rights rights, Access access) {
        this.plans = plans;
        this.rights = rights;
        this.access = access;
        this.bodies = new PlanBodies(notebooks);
    }

    @PostMapping
    ResponseEntity<PlanBody> importPlan(
            @AuthenticationPrincipal Principal who,
            @RequestParam String notebook,
            @RequestParam(required = false) @Nullable String label,
            @RequestHeader(name = "If-Match", required = false) @Nullable String ifMatch,
            InputStream document)
            throws IOException {
        int into = access.notebook(who, Act.EDIT_PLAN, notebook).id();
        if (label != null && (label.isBlank() || label.length() > 100)) {
            throw new IllegalArgumentException("a label has 1 to 100 characters; leave it out or shorten it");
        }
        Plans.Imported imported = plans.importPlan(into, read(document), who.name(), PlanTags.version(ifMatch), label);
        return ResponseEntity.status(imported.created() ? HttpStatus.CREATED : HttpStatus.OK)
                .location(URI.create("/api/v1/plans/" + imported.plan().id()))
                .eTag(PlanTags.of(imported.plan()))
                .body(bodies.plan(imported.plan(), imported.version().mended(), List.of()));
    }

    @GetMapping
    Page<PlanBody> list(
            @AuthenticationPrincipal Principal who,
            @RequestParam(required = false) @Nullable String notebook,
            @RequestParam(required = false) @Nullable String after,
            @RequestParam(defaultValue = "100") int limit) {
        Set<Integer> of = notebook == null
                ? rights.notebooks(who, Act.SEE_PLAN)
                : Set.of(access.notebook(who, Act.SEE_PLAN, notebook).id());
        int most = Paging.limit(limit);
        List<Plan> found = plans.plans(of, cursor(after), most + 1);
        List<PlanBody> items = found.stream()
                .limit(most)
                .map(plan -> bodies.plan(plan, List.of(), List.of()))
                .toList();
        return new Page<>(
                items, found.size() > most ? String.valueOf(found.get(most - 1).seq()) : null);
    }

    /** Any account may ask: nothing of the server is in the answer. */
    @PostMapping("/validate")
    PlanCheck validate(@RequestParam(defaultValue = "1.2") String version, InputStream document) throws IOException {
        return PlanBodies.check(plans.check(read(document), version));
    }

    @GetMapping("/{id}")
    ResponseEntity<PlanBody> plan(@AuthenticationPrincipal Principal who, @PathVariable String id) {
        Plan plan = find(who, Act.SEE_PLAN, id);
        return ResponseEntity.ok()
                .eTag(PlanTags.of(plan))
                .body(bodies.plan(plan, plans.versions(plan.id()).getLast().mended(), List.of()));
    }

    @GetMapping("/{id}/versions")
    Page<PlanVersionBody> versions(@AuthenticationPrincipal Principal who, @PathVariable String id) {
        return Page.of(plans.versions(find(who, Act.SEE_PLAN, id).id()).stream()
                .map(PlanBodies::version)
                .toList());
    }

    /** The owner approves the content; where the room changes, it takes the right to set it as well. Looking at what would change does not. */
    @PostMapping("/{id}/approve")
    ResponseEntity<PlanBody> approve(
            @AuthenticationPrincipal Principal who,
            @PathVariable String id,
            @RequestParam(defaultValue = "false") boolean dryRun,
            @RequestHeader(name = "If-Match", required = false) @Nullable String ifMatch) {
        Plan plan = find(who, Act.APPROVE_PLAN, id);
        boolean room = access.may(who, Act.SET_QUOTA, new On.Notebook(plan.notebook()));
        Plans.Approval approval = dryRun
                ? plans.preview(plan.id())
                : plans.approve(plan.id(), PlanTags.version(ifMatch), who.name(), room);
        return ResponseEntity.ok()
                .eTag(PlanTags.of(approval.plan()))
                .body(bodies.plan(approval.plan(), List.of(), approval.applied()));
    }

    @GetMapping("/{id}/drift")
    DriftBody drift(
            @AuthenticationPrincipal Principal who,
            @PathVariable String id,
            @RequestParam(required = false) @Nullable String at) {
        UUID plan = find(who, Act.SEE_PLAN, id).id();
        return PlanBodies.drift(
                at == null
                        ? plans.drift(plan)
                        : plans.driftAt(plan, instant(at))
                                .orElseThrow(() -> new Notebooks.Unknown("evaluation of the plan at or before", at)));
    }

    @GetMapping(path = "/{id}/export", produces = MediaType.APPLICATION_JSON_VALUE)
    ResponseEntity<byte[]> export(
            @AuthenticationPrincipal Principal who,
            @PathVariable String id,
            @RequestParam(defaultValue = "1.2") String version,
            @RequestParam(required = false) @Nullable Integer planVersion) {
        UUID plan = find(who, Act.SEE_PLAN, id).id();
        return ResponseEntity.ok()
                .contentType(MediaType.APPLICATION_JSON)
                .body(plans.export(plan, planVersion, version));
    }

    private Plan find(Principal who, Act act, String id) {
        Optional<Plan> found = uuid(id).flatMap(plans::plan);
        access.require(
                who,
                act,
                found.<On>map(plan -> new On.Notebook(plan.notebook())).orElse(On.INSTITUTION));
        return found.orElseThrow(() -> new Notebooks.Unknown("plan", id));
    }

    private static Optional<UUID> uuid(String text) {
        try {
            return Optional.of(UUID.fromString(text));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static long cursor(@Nullable String after) {
        try {
            return after == null ? 0 : Long.parseLong(after);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("after is the \"next\" of an earlier page, was \"" + after + "\"", e);
        }
    }

    private static Instant instant(String text) {
        try {
            return Instant.parse(text);
        } catch (DateTimeParseException e) {
            throw new IllegalArgumentException("at is a time such as 2026-01-31T09:00:00Z, was \"" + text + "\"", e);
        }
    }

    private static byte[] read(InputStream document) throws IOException {
        return document.readNBytes(Plans.MOST_BYTES + 1); // one more tells that it is too large
    }
}
