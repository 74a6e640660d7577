package gedeon.server.rest;

import gedeon.client.wire.NewLimit;
import gedeon.client.wire.NewNotebook;
import gedeon.client.wire.NotebookBody;
import gedeon.client.wire.NotebookChange;
import gedeon.client.wire.Page;
import gedeon.client.wire.PlacesBody;
import gedeon.client.wire.QuotaBody;
import gedeon.kernel.ByteCount;
import gedeon.server.security.Access;
import gedeon.storage.Allocation;
import gedeon.storage.Quota;
import gedeon.storage.QuotaChange;
import gedeon.storage.QuotaPlaces;
import gedeon.storage.Quotas;
import gedeon.storage.Scope;
import gedeon.storage.notebooks.Act;
import gedeon.storage.notebooks.Notebooks;
import gedeon.storage.notebooks.Notebooks.NotebookKind;
import gedeon.storage.notebooks.Notebooks.NotebookRow;
import gedeon.storage.notebooks.Notebooks.UnitRow;
import gedeon.storage.notebooks.On;
import gedeon.storage.notebooks.Principal;
import gedeon.storage.notebooks.Rights;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api/v1/notebooks")
class NotebookRoutes {
    private final Notebooks notebooks;
    private final Quotas quotas;
    private final Rights rights;
    private final RawBuckets rawBuckets;
    private final Access access;
    private final QuotaPlaces places;

    NotebookRoutes(
            Notebooks notebooks,
            Quotas quotas,
            Rights rights,
            RawBuckets rawBuckets,
            Access access,
            QuotaPlaces places) {
        this.places = places;
        this.notebooks = notebooks;
        this.quotas = quotas;
        this.rights = rights;
        this.rawBuckets = rawBuckets;
        this.access = access;
    }

    @PostMapping
    @ResponseStatus(HttpStatus.CREATED)
    NotebookBody create(@AuthenticationPrincipal Principal who, @RequestBody NewNotebook notebook) {
        UnitRow unit = access.unit(who, Act.CREATE_NOTEBOOK, notebook.unit());
        NotebookRow made = notebooks.createNotebook(
                notebook.name(), unit.name(), ByteCount.of(notebook.quota()), kind(notebook.kind()));
        rawBuckets.create(made);
        return body(made);
    }

    @GetMapping
    Page<NotebookBody> list(
            @AuthenticationPrincipal Principal who,
            @RequestParam(required = false) @Nullable String after,
            @RequestParam(defaultValue = "100") int limit) {
        Set<Integer> seen = rights.notebooks(who, Act.SEE_NOTEBOOK);
        Page<NotebookRow> page = Paging.page(
                notebooks.notebooks().stream()
                        .filter(row -> seen.contains(row.id()))
                        .toList(),
                NotebookRow::name,
                after,
                limit);
        return new Page<>(page.items().stream().map(this::body).toList(), page.next());
    }

    @GetMapping("/{name}")
    NotebookBody notebook(@AuthenticationPrincipal Principal who, @PathVariable String name) {
        return body(access.notebook(who, Act.SEE_NOTEBOOK, name));
    }

    /**
     * Whoever lets others in may close the notebook to the public; opening it again, like ending its encryption, is for who may approve its plan. All that is
     * asked for is allowed before any of it is done.
     */
    @PatchMapping("/{name}")
    NotebookBody change(
            @AuthenticationPrincipal Principal who, @PathVariable String name, @RequestBody NotebookChange change) {
        Boolean confidential = change.confidential();
        Boolean encrypted = change.encrypted();
        NotebookRow notebook = access.notebook(who, Act.MANAGE_CONFIDENTIALITY, name);
        On on = new On.Notebook(notebook.id());
        if (confidential != null && !confidential) {
            access.require(who, Act.END_CONFIDENTIALITY, on);
        }
        if (encrypted != null) {
            access.require(who, encrypted ? Act.MANAGE_ENCRYPTION : Act.DESTROY_KEYS, on);
        }
        if (confidential != null) {
            notebooks.setConfidential(notebook.id(), confidential);
        }
        if (encrypted != null) {
            notebooks.setEncrypted(notebook.id(), encrypted);
        }
        return body(notebooks.notebook(notebook.id()).orElse(notebook));
    }

    @GetMapping("/{name}/quota")
    ResponseEntity<QuotaBody> quota(@AuthenticationPrincipal Principal who, @PathVariable String name) {
        return answer(who, access.notebook(who, Act.SEE_QUOTA, name));
    }

    /** Counted for this answer; it takes the longer the more the notebook holds. */
    @GetMapping("/{name}/quota/places")
    PlacesBody places(@AuthenticationPrincipal Principal who, @PathVariable String name) {
        NotebookRow notebook = access.notebook(who, Act.SEE_QUOTA, name);
        QuotaPlaces.Places found = places.places(notebook.id());
        return new PlacesBody(
                notebook.name(), shares(found.tiers()), shares(found.classes()), found.openBytes(), found.counted());
    }

    private static List<PlacesBody.PlaceShare> shares(List<QuotaPlaces.Share> shares) {
        return shares.stream()
                .map(share -> new PlacesBody.PlaceShare(share.name(), share.bytes(), share.objects()))
                .toList();
    }

    @PutMapping("/{name}/quota")
    ResponseEntity<QuotaBody> setQuota(
            @AuthenticationPrincipal Principal who,
            @PathVariable String name,
            @RequestHeader(name = "If-Match", required = false) @Nullable String ifMatch,
            @RequestBody NewLimit limit) {
        NotebookRow notebook = access.notebook(who, Act.SET_QUOTA, name);
        Scope scope = new Scope.OfNotebook(notebook.id());
        Preconditions.require(ifMatch, etag(quotas.quota(scope)), "the quota of notebook " + name);
        quotas.change(
                scope,
                new QuotaChange(
                        ByteCount.of(limit.limit()),
                        limit.limitObjects(),
                        Boolean.TRUE.equals(limit.unlimitedObjects()),
                        null,
                        limit.warnAt(),
                        limit.alarmAt(),
                        limit.graceDays()));
        return answer(who, notebook);
    }

    private ResponseEntity<QuotaBody> answer(Principal who, NotebookRow notebook) {
        Quota quota = quotas.quota(new Scope.OfNotebook(notebook.id()));
        return ResponseEntity.ok()
                .eTag(etag(quota))
                .body(new QuotaBody(
                        notebook.name(),
                        quota.limit().value(),
                        quota.used().value(),
                        quota.reserved().value(),
                        quota.objects().limit(),
                        quota.objects().used(),
                        quota.objects().reserved(),
                        unit(who, notebook),
                        null,
                        null));
    }

    private QuotaBody.@Nullable UnitRoom unit(Principal who, NotebookRow notebook) {
        if (!access.may(who, Act.SEE_UNIT, new On.Unit(notebook.unit()))) {
            return null;
        }
        Allocation allocation = quotas.allocation(notebook.unit());
        return new QuotaBody.UnitRoom(
                notebook.unitName(),
                allocation.allocated().value(),
                allocation.limit().value());
    }

    /** The limit is what an update changes; use moves all the time and is no reason to refuse. */
    private static String etag(Quota quota) {
        return "\"" + quota.limit() + "\"";
    }

    private static NotebookKind kind(@Nullable String text) {
        if (text == null) {
            return NotebookKind.RESEARCH_GROUP;
        }
        try {
            return NotebookKind.valueOf(text.toUpperCase(Locale.ROOT).replace('-', '_'));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "no kind of notebook \"" + text + "\"; known: " + Arrays.toString(NotebookKind.values()), e);
        }
    }

    private NotebookBody body(NotebookRow notebook) {
        Quota quota = quotas.quota(new Scope.OfNotebook(notebook.id()));
        return new NotebookBody(
                String.valueOf(notebook.id()),
                notebook.name(),
                notebook.unitName(),
                notebook.kind().name(),
                quota.limit().value(),
                quota.used().value(),
                quota.reserved().value(),
                rawBuckets.name(notebook),
                notebook.confidential(),
                notebook.encrypted());
    }
}
