package gedeon.server.rest;

import gedeon.client.wire.DisposalApproval;
import gedeon.client.wire.DisposalPreview;
import gedeon.client.wire.DisposalRequestBody;
import gedeon.client.wire.DisposalWords;
import gedeon.client.wire.NewDisposalRequest;
import gedeon.client.wire.Page;
import gedeon.client.wire.TombstoneBody;
import gedeon.server.security.Access;
import gedeon.storage.disposal.Chosen;
import gedeon.storage.disposal.Confirmation;
import gedeon.storage.disposal.DisposalRequest;
import gedeon.storage.disposal.Disposing;
import gedeon.storage.disposal.Preview;
import gedeon.storage.notebooks.Act;
import gedeon.storage.notebooks.On;
import gedeon.storage.notebooks.Principal;
import gedeon.storage.notebooks.Rights;
import gedeon.storage.objects.Bucket;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Disposals that one person asks for and another approves. */
@RestController
@RequestMapping("/api/v1")
class DisposalRoutes {
    private static final int MOST = 100;

    private final Disposing disposing;
    private final Rights rights;
    private final Access access;

    DisposalRoutes(Disposing disposing, Rights rights, Access access) {
        this.disposing = disposing;
        this.rights = rights;
        this.access = access;
    }

    @PostMapping("/buckets/{bucket}/disposals")
    @ResponseStatus(HttpStatus.CREATED)
    DisposalRequestBody request(
            @AuthenticationPrincipal Principal who,
            @PathVariable String bucket,
            @RequestBody NewDisposalRequest request) {
        Bucket found = access.bucket(who, Act.REQUEST_DISPOSAL, bucket);
        Chosen chosen = DisposalBodies.chosen(request.prefix(), request.versions());
        return shown(
                disposing,
                disposing
                        .requests()
                        .request(who.id(), found, chosen, WholeBodies.required("reason", request.reason())));
    }

    /** As if whoever approves it bypassed GOVERNANCE: what nobody can pass over is what stays. */
    @PostMapping("/buckets/{bucket}/disposals/preview")
    DisposalPreview preview(
            @AuthenticationPrincipal Principal who,
            @PathVariable String bucket,
            @RequestBody NewDisposalRequest request) {
        Bucket found = access.bucket(who, Act.REQUEST_DISPOSAL, bucket);
        Chosen chosen = DisposalBodies.chosen(request.prefix(), request.versions());
        return DisposalBodies.preview(found.name(), disposing.requests().preview(found, chosen, true));
    }

    @GetMapping("/notebooks/{name}/disposals")
    Page<DisposalRequestBody> ofNotebook(@AuthenticationPrincipal Principal who, @PathVariable String name) {
        int notebook = access.notebook(who, Act.LIST_OBJECTS, name).id();
        return Page.of(disposing.requests().ofNotebook(notebook, MOST).stream()
                .map(DisposalBodies::request)
                .toList());
    }

    /** Those that are not over, of notebooks whose disposals the caller may approve. */
    @GetMapping("/disposals")
    Page<DisposalRequestBody> open(@AuthenticationPrincipal Principal who) {
        return Page.of(disposing.requests().open(rights.notebooks(who, Act.APPROVE_DISPOSAL), MOST).stream()
                .map(DisposalBodies::request)
                .toList());
    }

    @GetMapping("/disposals/{id}")
    DisposalRequestBody show(@AuthenticationPrincipal Principal who, @PathVariable String id) {
        return shown(disposing, access.disposal(who, id));
    }

    static DisposalRequestBody shown(Disposing disposing, DisposalRequest one) {
        return DisposalBodies.request(
                one,
                disposing.requests().stayed(one.id(), Preview.MOST),
                disposing.acts().ofDisposal(one.id()));
    }

    @GetMapping("/disposals/{id}/preview")
    DisposalPreview standing(
            @AuthenticationPrincipal Principal who,
            @PathVariable String id,
            @RequestParam(defaultValue = "false") boolean bypassGovernance) {
        DisposalRequest one = access.disposal(who, id);
        return DisposalBodies.preview(one.bucket(), disposing.requests().standing(one, bypassGovernance));
    }

    @PostMapping("/disposals/{id}/approve")
    DisposalRequestBody approve(
            @AuthenticationPrincipal Principal who, @PathVariable String id, @RequestBody DisposalApproval approval) {
        DisposalRequest one = access.disposal(who, id);
        On on = new On.Notebook(one.notebook());
        access.require(who, Act.APPROVE_DISPOSAL, on);
        if (approval.bypassGovernance()) {
            access.require(who, Act.BYPASS_RETENTION, on);
        }
        Confirmation.require(one.bucket(), approval.confirm());
        return shown(
                disposing,
                disposing.requests().approve(one.id(), who.id(), approval.bypassGovernance(), words(approval.words())));
    }

    private static String words(@Nullable String words) {
        return words == null ? "" : words;
    }

    @PostMapping("/disposals/{id}/refuse")
    DisposalRequestBody refuse(
            @AuthenticationPrincipal Principal who, @PathVariable String id, @RequestBody DisposalWords said) {
        DisposalRequest one = access.disposal(who, id);
        access.require(who, Act.APPROVE_DISPOSAL, new On.Notebook(one.notebook()));
        return shown(
                disposing,
                disposing.requests().refuse(one.id(), who.id(), WholeBodies.required("words", said.words())));
    }

    @PostMapping("/disposals/{id}/withdraw")
    DisposalRequestBody withdraw(
            @AuthenticationPrincipal Principal who, @PathVariable String id, @RequestBody DisposalWords said) {
        DisposalRequest one = access.disposal(who, id);
        boolean mayDecide = access.may(who, Act.APPROVE_DISPOSAL, new On.Notebook(one.notebook()));
        return shown(disposing, disposing.requests().withdraw(one.id(), who.id(), mayDecide, words(said.words())));
    }

    @GetMapping("/disposals/{id}/tombstones")
    Page<TombstoneBody> tombstones(
            @AuthenticationPrincipal Principal who,
            @PathVariable String id,
            @RequestParam(required = false) @Nullable String after,
            @RequestParam(defaultValue = "100") int limit) {
        DisposalRequest one = access.disposal(who, id);
        VersionMark mark = VersionMark.parse(after);
        int most = Paging.limit(limit);
        return Paging.cut(
                disposing.tombstones().ofDisposal(one.id(), mark.key(), mark.seq(), most + 1),
                most,
                stone -> VersionMark.of(stone.key(), stone.version().seq()),
                DisposalBodies::tombstone);
    }
}
