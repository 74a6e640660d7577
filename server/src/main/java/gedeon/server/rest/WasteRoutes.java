package gedeon.server.rest;

import gedeon.client.wire.DisposalPreview;
import gedeon.client.wire.DisposalRequestBody;
import gedeon.client.wire.NewWaste;
import gedeon.client.wire.Page;
import gedeon.client.wire.WasteBody;
import gedeon.client.wire.WasteChange;
import gedeon.client.wire.WasteDisposal;
import gedeon.server.security.Access;
import gedeon.storage.disposal.Chosen;
import gedeon.storage.disposal.Confirmation;
import gedeon.storage.disposal.Disposing;
import gedeon.storage.disposal.Waste;
import gedeon.storage.notebooks.Act;
import gedeon.storage.notebooks.On;
import gedeon.storage.notebooks.Principal;
import gedeon.storage.objects.Bucket;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Versions that contributors mark as waste and managers dispose of alone. */
@RestController
@RequestMapping("/api/v1/buckets/{bucket}/waste")
class WasteRoutes {
    private final Waste waste;
    private final Disposing disposing;
    private final Access access;

    WasteRoutes(Disposing disposing, Access access) {
        this.disposing = disposing;
        this.waste = disposing.waste();
        this.access = access;
    }

    @PostMapping
    WasteChange mark(
            @AuthenticationPrincipal Principal who, @PathVariable String bucket, @RequestBody NewWaste marked) {
        Bucket found = access.bucket(who, Act.MARK_WASTE, bucket);
        Chosen chosen = DisposalBodies.chosen(marked.prefix(), marked.versions());
        return change(found, waste.mark(who.id(), found, chosen, WholeBodies.required("reason", marked.reason())));
    }

    @PostMapping("/unmark")
    WasteChange unmark(
            @AuthenticationPrincipal Principal who, @PathVariable String bucket, @RequestBody NewWaste marked) {
        Bucket found = access.bucket(who, Act.MARK_WASTE, bucket);
        return change(found, waste.unmark(who.id(), found, DisposalBodies.chosen(marked.prefix(), marked.versions())));
    }

    private static WasteChange change(Bucket bucket, Waste.Count count) {
        return new WasteChange(bucket.name(), count.versions(), count.bytes().value());
    }

    @GetMapping
    Page<WasteBody> list(
            @AuthenticationPrincipal Principal who,
            @PathVariable String bucket,
            @RequestParam(defaultValue = "") String prefix,
            @RequestParam(required = false) @Nullable String after,
            @RequestParam(defaultValue = "100") int limit) {
        Bucket found = access.bucket(who, Act.LIST_OBJECTS, bucket);
        VersionMark mark = VersionMark.parse(after);
        int most = Paging.limit(limit);
        return Paging.cut(
                waste.list(found, prefix.getBytes(StandardCharsets.UTF_8), mark.key(), mark.seq(), most + 1),
                most,
                one -> VersionMark.of(one.key(), one.seq()),
                DisposalBodies::waste);
    }

    @PostMapping("/preview")
    DisposalPreview preview(
            @AuthenticationPrincipal Principal who, @PathVariable String bucket, @RequestBody WasteDisposal order) {
        Bucket found = access.bucket(who, Act.MARK_WASTE, bucket);
        return DisposalBodies.preview(
                found.name(),
                waste.preview(
                        found,
                        DisposalBodies.chosen(order.prefix(), order.versions()),
                        order.bypassGovernance() && mayBypass(who, found)));
    }

    private boolean mayBypass(Principal who, Bucket bucket) {
        return access.may(who, Act.BYPASS_RETENTION, new On.Notebook(bucket.notebook()));
    }

    @PostMapping("/dispose")
    DisposalRequestBody dispose(
            @AuthenticationPrincipal Principal who, @PathVariable String bucket, @RequestBody WasteDisposal order) {
        Bucket found = access.bucket(who, Act.DISPOSE_OF_WASTE, bucket);
        if (order.bypassGovernance()) {
            access.require(who, Act.BYPASS_RETENTION, new On.Notebook(found.notebook()));
        }
        Chosen chosen = DisposalBodies.chosen(order.prefix(), order.versions());
        Confirmation.require(found.name(), order.confirm());
        return DisposalRoutes.shown(disposing, waste.dispose(who.id(), found, chosen, order.bypassGovernance()));
    }
}
