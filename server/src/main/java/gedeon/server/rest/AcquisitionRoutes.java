package gedeon.server.rest;

import gedeon.client.wire.BrokenFileBody;
import gedeon.client.wire.ManifestBody;
import gedeon.client.wire.ManifestFile;
import gedeon.client.wire.ReceiptBody;
import gedeon.client.wire.RecheckAnswer;
import gedeon.client.wire.RecheckBody;
import gedeon.kernel.ByteCount;
import gedeon.kernel.Digest;
import gedeon.kernel.DigestAlgorithm;
import gedeon.metadata.Agents;
import gedeon.metadata.Catalogue;
import gedeon.metadata.Intake;
import gedeon.metadata.Manifest;
import gedeon.server.security.Access;
import gedeon.storage.Reservations;
import gedeon.storage.notebooks.Notebooks;
import gedeon.storage.notebooks.Principal;
import java.io.IOException;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** What agents say of acquisitions, and get for it: receipts, and leave to delete what they sent. */
@RestController
@RequestMapping("/api/v1/agents/me/acquisitions")
class AcquisitionRoutes {
    private final Catalogue catalogue;
    private final Access access;
    private final Reservations reservations;

    AcquisitionRoutes(Catalogue catalogue, Access access, Reservations reservations) {
        this.reservations = reservations;
        this.catalogue = catalogue;
        this.access = access;
    }

    /** 202 where the receipt comes later. */
    @PostMapping
    ResponseEntity<ReceiptBody> tell(@AuthenticationPrincipal Principal who, @RequestBody ManifestBody body)
            throws IOException, InterruptedException {
        Agents.Agent agent = access.agent(who);
        Intake.Answer answer = catalogue.intake().accept(agent, manifest(body));
        reservations.end(agent.instrument().notebook(), who.id(), body.source(), body.name());
        return ResponseEntity.status(answer.state() == Intake.State.VERIFYING ? HttpStatus.ACCEPTED : HttpStatus.OK)
                .body(body(answer));
    }

    /** By dataset and content as they were answered, or by source and name: of the newest content then. */
    @GetMapping("/receipt")
    ReceiptBody receipt(
            @AuthenticationPrincipal Principal who,
            @RequestParam(required = false) @Nullable String dataset,
            @RequestParam(required = false) @Nullable Integer content,
            @RequestParam(required = false) @Nullable String source,
            @RequestParam(required = false) @Nullable String name) {
        Agents.Agent agent = access.agent(who);
        Optional<Intake.Answer> answer;
        if (dataset != null && content != null) {
            answer = Access.uuid(dataset).flatMap(id -> catalogue.intake().standing(agent, id, content));
        } else if (source != null && name != null) {
            answer = catalogue.intake().standing(agent, source, name);
        } else {
            throw new IllegalArgumentException("name the acquisition: dataset and content, or source and name");
        }
        return body(answer.orElseThrow(
                () -> new Notebooks.Unknown("acquisition", dataset != null ? dataset : String.valueOf(name))));
    }

    @PostMapping("/recheck")
    RecheckAnswer recheck(@AuthenticationPrincipal Principal who, @RequestBody RecheckBody body) throws IOException {
        Optional<String> doubt =
                catalogue.localCopies().doubts(access.agent(who), body.source(), body.name(), body.receipt());
        return new RecheckAnswer(doubt.isEmpty(), doubt.orElse(null));
    }

    @PostMapping("/freed")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void freed(@AuthenticationPrincipal Principal who, @RequestBody RecheckBody body) {
        catalogue.localCopies().freed(access.agent(who), body.source(), body.name(), body.receipt());
    }

    private static ReceiptBody body(Intake.Answer answer) {
        return new ReceiptBody(
                answer.dataset().toString(),
                answer.receipt(),
                answer.content(),
                answer.state().name().toLowerCase(Locale.ROOT),
                answer.broken().isEmpty()
                        ? null
                        : answer.broken().stream()
                                .map(file -> new BrokenFileBody(file.path(), file.reason()))
                                .toList());
    }

    private static Manifest manifest(ManifestBody body) {
        return new Manifest(
                body.source(),
                body.name(),
                new Manifest.Verdict(
                        body.verdict().rule(),
                        body.verdict().confidence(),
                        body.verdict().provisional()),
                body.started(),
                body.finished(),
                body.operator(),
                body.experiment(),
                body.files().stream().map(AcquisitionRoutes::file).toList());
    }

    private static Manifest.File file(ManifestFile file) {
        return new Manifest.File(
                file.path(),
                file.key(),
                file.version(),
                ByteCount.of(file.size()),
                new Digest(DigestAlgorithm.SHA256, file.sha256()),
                file.modified());
    }
}
