package gedeon.server.rest;

import gedeon.client.wire.ExperimentBody;
import gedeon.client.wire.Page;
import gedeon.client.wire.PersonBody;
import gedeon.client.wire.ProtocolBody;
import gedeon.client.wire.SampleBody;
import gedeon.client.wire.SoftwareBody;
import gedeon.metadata.Catalogue;
import gedeon.metadata.Thing;
import gedeon.metadata.ThingKind;
import gedeon.metadata.Things;
import gedeon.server.security.Access;
import gedeon.storage.notebooks.Act;
import gedeon.storage.notebooks.Notebooks;
import gedeon.storage.notebooks.Notebooks.NotebookRow;
import gedeon.storage.notebooks.Principal;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/**
 * Experiments, protocols, software, samples and persons. Software and persons belong to no notebook: who describes data anywhere may add them, every member sees
 * them.
 */
@RestController
@RequestMapping("/api/v1")
class ThingRoutes {
    private final Things things;
    private final Notebooks notebooks;
    private final Access access;

    ThingRoutes(Catalogue catalogue, Notebooks notebooks, Access access) {
        this.things = catalogue.things();
        this.notebooks = notebooks;
        this.access = access;
    }

    @PostMapping("/experiments")
    @ResponseStatus(HttpStatus.CREATED)
    ExperimentBody add(@AuthenticationPrincipal Principal who, @RequestBody ExperimentBody body) {
        return experiment(add(
                who, body.notebook(), ThingKind.EXPERIMENT, body.name(), "", body.title(), body.elnUrl(), null, null));
    }

    @GetMapping("/experiments")
    Page<ExperimentBody> experiments(
            @AuthenticationPrincipal Principal who,
            @RequestParam(required = false) @Nullable String after,
            @RequestParam(defaultValue = "100") int limit) {
        return page(who, ThingKind.EXPERIMENT, after, limit, this::experiment);
    }

    private ExperimentBody experiment(Thing thing) {
        return new ExperimentBody(thing.name(), notebook(thing), thing.title(), thing.url());
    }

    @PostMapping("/protocols")
    @ResponseStatus(HttpStatus.CREATED)
    ProtocolBody add(@AuthenticationPrincipal Principal who, @RequestBody ProtocolBody body) {
        return protocol(add(
                who,
                body.notebook(),
                ThingKind.PROTOCOL,
                body.name(),
                body.version(),
                body.title(),
                body.url(),
                null,
                null));
    }

    @GetMapping("/protocols")
    Page<ProtocolBody> protocols(
            @AuthenticationPrincipal Principal who,
            @RequestParam(required = false) @Nullable String after,
            @RequestParam(defaultValue = "100") int limit) {
        return page(who, ThingKind.PROTOCOL, after, limit, this::protocol);
    }

    private ProtocolBody protocol(Thing thing) {
        return new ProtocolBody(thing.name(), thing.version(), notebook(thing), thing.title(), thing.url());
    }

    @PostMapping("/samples")
    @ResponseStatus(HttpStatus.CREATED)
    SampleBody add(@AuthenticationPrincipal Principal who, @RequestBody SampleBody body) {
        return sample(add(
                who,
                body.notebook(),
                ThingKind.SAMPLE,
                body.name(),
                "",
                body.description(),
                null,
                body.identifier(),
                null));
    }

    @GetMapping("/samples")
    Page<SampleBody> samples(
            @AuthenticationPrincipal Principal who,
            @RequestParam(required = false) @Nullable String after,
            @RequestParam(defaultValue = "100") int limit) {
        return page(who, ThingKind.SAMPLE, after, limit, this::sample);
    }

    private SampleBody sample(Thing thing) {
        return new SampleBody(thing.name(), notebook(thing), thing.title(), thing.identifier());
    }

    @PostMapping("/software")
    @ResponseStatus(HttpStatus.CREATED)
    SoftwareBody add(@AuthenticationPrincipal Principal who, @RequestBody SoftwareBody body) {
        return software(
                add(who, null, ThingKind.SOFTWARE, body.name(), body.version(), null, body.url(), body.swhid(), null));
    }

    @GetMapping("/software")
    Page<SoftwareBody> software(
            @AuthenticationPrincipal Principal who,
            @RequestParam(required = false) @Nullable String after,
            @RequestParam(defaultValue = "100") int limit) {
        return page(who, ThingKind.SOFTWARE, after, limit, this::software);
    }

    private SoftwareBody software(Thing thing) {
        return new SoftwareBody(thing.name(), thing.version(), thing.identifier(), thing.url());
    }

    @PostMapping("/persons")
    @ResponseStatus(HttpStatus.CREATED)
    PersonBody add(@AuthenticationPrincipal Principal who, @RequestBody PersonBody body) {
        return person(add(who, null, ThingKind.PERSON, body.name(), "", null, null, body.orcid(), body.email()));
    }

    @GetMapping("/persons")
    Page<PersonBody> persons(
            @AuthenticationPrincipal Principal who,
            @RequestParam(required = false) @Nullable String after,
            @RequestParam(defaultValue = "100") int limit) {
        return page(who, ThingKind.PERSON, after, limit, this::person);
    }

    private PersonBody person(Thing thing) {
        return new PersonBody(thing.name(), thing.identifier(), thing.email());
    }

    private Thing add(
            Principal who,
            @Nullable String notebook,
            ThingKind kind,
            String name,
            String version,
            @Nullable String title,
            @Nullable String url,
            @Nullable String identifier,
            @Nullable String email) {
        Integer of = null;
        if (kind.ofNotebook()) {
            of = access.notebook(who, Act.DESCRIBE, notebook == null ? "" : notebook)
                    .id();
        } else {
            access.requireAnywhere(who, Act.DESCRIBE);
        }
        return things.add(new Thing.Draft(kind, of, name, version, title, url, identifier, email));
    }

    private <T> Page<T> page(
            Principal who, ThingKind kind, @Nullable String after, int limit, Function<Thing, T> body) {
        access.requireAnywhere(who, Act.SEE_NOTEBOOK);
        Set<Integer> seen = access.notebooks(who, Act.SEE_NOTEBOOK, null);
        int most = Paging.limit(limit);
        return Paging.cut(
                things.page(kind, seen, Paging.number(after), most + 1),
                most,
                thing -> Long.toString(thing.id()),
                body);
    }

    private String notebook(Thing thing) {
        Integer id = thing.notebook();
        return id == null ? "" : notebooks.notebook(id).map(NotebookRow::name).orElse("");
    }
}
