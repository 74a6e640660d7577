package gedeon.server.rest;

import gedeon.client.wire.AcquisitionBody;
import gedeon.client.wire.ManifestFile;
import gedeon.client.wire.OpenUploadBody;
import gedeon.client.wire.Page;
import gedeon.client.wire.VerdictBody;
import gedeon.metadata.Acquisitions;
import gedeon.metadata.Catalogue;
import gedeon.metadata.Manifest;
import gedeon.server.security.Access;
import gedeon.storage.notebooks.Principal;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** What the server keeps of an agent's instrument, for the agent alone: who lost its journal sends nothing twice. */
@RestController
@RequestMapping("/api/v1/agents/me")
class KeptRoutes {
    private final Catalogue catalogue;
    private final Access access;

    KeptRoutes(Catalogue catalogue, Access access) {
        this.catalogue = catalogue;
        this.access = access;
    }

    @GetMapping("/acquisitions")
    Page<AcquisitionBody> acquisitions(
            @AuthenticationPrincipal Principal who,
            @RequestParam(required = false) @Nullable String after,
            @RequestParam(defaultValue = "200") int limit) {
        int most = Paging.limit(limit);
        UUID last = after == null
                ? null
                : Access.uuid(after)
                        .orElseThrow(() -> new IllegalArgumentException("after is no cursor of this list: " + after));
        return Paging.cut(
                catalogue.acquisitions().of(access.agent(who).instrument().id(), last, most + 1),
                most,
                told -> told.dataset().toString(),
                KeptRoutes::body);
    }

    @GetMapping("/acquisitions/{dataset}/files")
    Page<ManifestFile> files(
            @AuthenticationPrincipal Principal who,
            @PathVariable String dataset,
            @RequestParam(required = false) @Nullable String after,
            @RequestParam(defaultValue = "1000") int limit) {
        int most = Paging.limit(limit);
        int instrument = access.agent(who).instrument().id();
        List<Manifest.File> files = Access.uuid(dataset)
                .map(id -> catalogue.acquisitions().files(instrument, id, after, most + 1))
                .orElse(List.of());
        return Paging.cut(files, most, Manifest.File::path, KeptRoutes::body);
    }

    @GetMapping("/uploads")
    Page<OpenUploadBody> uploads(@AuthenticationPrincipal Principal who) {
        return Page.of(catalogue.acquisitions().open(access.agent(who)).stream()
                .map(upload -> new OpenUploadBody(
                        upload.key().toString(),
                        upload.id(),
                        upload.began(),
                        upload.firstPart(),
                        FileTime.of(upload.metadata().get("mtime")).orElse(null)))
                .toList());
    }

    private static AcquisitionBody body(Acquisitions.Told told) {
        return new AcquisitionBody(
                told.dataset().toString(),
                told.source(),
                told.name(),
                told.verdict()
                        .map(verdict -> new VerdictBody(verdict.rule(), verdict.confidence(), verdict.provisional()))
                        .orElse(null),
                told.receipt(),
                told.received(),
                told.count(),
                told.files().stream().map(KeptRoutes::body).toList());
    }

    private static ManifestFile body(Manifest.File file) {
        return new ManifestFile(
                file.path(),
                file.key(),
                file.version(),
                file.size().value(),
                file.sha256().hex(),
                file.modified());
    }
}
