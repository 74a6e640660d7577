package gedeon.server.rest;

import gedeon.client.wire.ActivityBody;
import gedeon.client.wire.DatasetBody;
import gedeon.client.wire.ExtractionBody;
import gedeon.client.wire.FieldBody;
import gedeon.client.wire.FileBody;
import gedeon.client.wire.LinkBody;
import gedeon.client.wire.NewLink;
import gedeon.client.wire.Page;
import gedeon.client.wire.RefBody;
import gedeon.kernel.Digest;
import gedeon.metadata.Catalogue;
import gedeon.metadata.Dataset;
import gedeon.metadata.Datasets;
import gedeon.metadata.extraction.Vocabulary;
import gedeon.server.security.Access;
import gedeon.storage.notebooks.Act;
import gedeon.storage.notebooks.Notebooks;
import gedeon.storage.notebooks.Notebooks.NotebookRow;
import gedeon.storage.notebooks.Principal;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.context.i18n.LocaleContextHolder;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api/v1/datasets")
class DatasetRoutes {
    private final Datasets datasets;
    private final Notebooks notebooks;
    private final Access access;

    DatasetRoutes(Catalogue catalogue, Notebooks notebooks, Access access) {
        this.datasets = catalogue.datasets();
        this.notebooks = notebooks;
        this.access = access;
    }

    @GetMapping
    Page<DatasetBody> list(
            @AuthenticationPrincipal Principal who,
            @RequestParam(required = false) @Nullable String notebook,
            @RequestParam(required = false) @Nullable String after,
            @RequestParam(defaultValue = "100") int limit) {
        Set<Integer> seen = access.notebooks(who, Act.READ_OBJECT, notebook);
        int most = Paging.limit(limit);
        UUID before = after == null
                ? null
                : Access.uuid(after)
                        .orElseThrow(() -> new IllegalArgumentException("after is no cursor of this list: " + after));
        return Paging.cut(
                datasets.page(seen, before, most + 1),
                most,
                dataset -> dataset.id().toString(),
                this::body);
    }

    @GetMapping("/{id}")
    ResponseEntity<DatasetBody> dataset(@AuthenticationPrincipal Principal who, @PathVariable String id) {
        return answer(access.dataset(who, Act.READ_OBJECT, id));
    }

    @GetMapping("/{id}/files")
    Page<FileBody> files(
            @AuthenticationPrincipal Principal who,
            @PathVariable String id,
            @RequestParam(required = false) @Nullable String after,
            @RequestParam(defaultValue = "100") int limit) {
        UUID dataset = access.dataset(who, Act.READ_OBJECT, id).id();
        int most = Paging.limit(limit);
        return Paging.cut(datasets.files(dataset, after, most + 1), most, Dataset.File::path, DatasetRoutes::body);
    }

    @PostMapping("/{id}/links")
    ResponseEntity<DatasetBody> link(
            @AuthenticationPrincipal Principal who,
            @PathVariable String id,
            @RequestHeader(name = "If-Match", required = false) @Nullable String ifMatch,
            @RequestBody NewLink link) {
        Dataset dataset = access.dataset(who, Act.DESCRIBE, id);
        Preconditions.require(ifMatch, etag(dataset), "dataset " + dataset.name());
        Long revision = ifMatch == null || ifMatch.strip().equals("*") ? null : dataset.revision();
        datasets.link(
                dataset.id(),
                new Datasets.NewLink(link.relation(), link.kind(), link.name(), "person", who.name()),
                revision);
        return answer(access.dataset(who, Act.DESCRIBE, id));
    }

    @PostMapping("/{id}/seal")
    ResponseEntity<DatasetBody> seal(
            @AuthenticationPrincipal Principal who,
            @PathVariable String id,
            @RequestHeader(name = "If-Match", required = false) @Nullable String ifMatch) {
        Dataset dataset = access.dataset(who, Act.LOCK_OBJECT, id);
        Preconditions.require(ifMatch, etag(dataset), "dataset " + dataset.name());
        Long revision = ifMatch == null || ifMatch.strip().equals("*") ? null : dataset.revision();
        datasets.seal(dataset.id(), revision);
        return answer(access.dataset(who, Act.LOCK_OBJECT, id));
    }

    @GetMapping("/{id}/provenance")
    Page<ActivityBody> provenance(@AuthenticationPrincipal Principal who, @PathVariable String id) {
        return Page.of(
                datasets.provenance(access.dataset(who, Act.READ_OBJECT, id).id()).stream()
                        .map(activity -> new ActivityBody(
                                activity.id().toString(),
                                activity.type(),
                                activity.started(),
                                activity.ended(),
                                refs(activity.used()),
                                refs(activity.generated()),
                                refs(activity.by())))
                        .toList());
    }

    private static List<RefBody> refs(List<Dataset.Ref> refs) {
        return refs.stream()
                .map(ref -> new RefBody(ref.kind(), ref.name(), ref.id()))
                .toList();
    }

    private ResponseEntity<DatasetBody> answer(Dataset dataset) {
        return ResponseEntity.ok().eTag(etag(dataset)).body(body(dataset));
    }

    private static String etag(Dataset dataset) {
        return "\"" + dataset.revision() + "\"";
    }

    private static FileBody body(Dataset.File file) {
        Digest sha256 = file.sha256();
        return new FileBody(
                file.path(),
                file.key(),
                file.version(),
                file.size().value(),
                sha256 == null ? null : sha256.hex(),
                file.verified());
    }

    private DatasetBody body(Dataset dataset) {
        return new DatasetBody(
                dataset.id().toString(),
                dataset.name(),
                dataset.kind(),
                dataset.state(),
                notebooks.notebook(dataset.notebook()).map(NotebookRow::name).orElse(""),
                dataset.bucket(),
                dataset.bytes().value(),
                dataset.files(),
                dataset.created(),
                dataset.type(),
                dataset.links().stream()
                        .map(link ->
                                new LinkBody(link.relation(), link.kind(), link.name(), link.target(), link.origin()))
                        .toList(),
                dataset.fields().stream()
                        .map(field -> new FieldBody(
                                field.name(),
                                Vocabulary.label(field.name(), LocaleContextHolder.getLocale()),
                                field.raw(),
                                field.value(),
                                field.unit(),
                                field.siValue(),
                                field.source(),
                                field.confidence()))
                        .toList(),
                new ExtractionBody(
                        dataset.reading().state(),
                        dataset.reading().reader(),
                        dataset.reading().version(),
                        dataset.reading().reason()));
    }
}
