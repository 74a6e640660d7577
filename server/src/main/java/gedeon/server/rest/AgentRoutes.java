package gedeon.server.rest;

import gedeon.client.wire.AcquisitionBody;
import gedeon.client.wire.AgentBody;
import gedeon.client.wire.EnrolRequest;
import gedeon.client.wire.Enrolment;
import gedeon.client.wire.HeartbeatAnswer;
import gedeon.client.wire.HeartbeatBody;
import gedeon.client.wire.ManifestBody;
import gedeon.client.wire.ManifestFile;
import gedeon.client.wire.OpenUploadBody;
import gedeon.client.wire.Page;
import gedeon.client.wire.ReceiptBody;
import gedeon.client.wire.SourceBody;
import gedeon.client.wire.VerdictBody;
import gedeon.kernel.ByteCount;
import gedeon.kernel.Digest;
import gedeon.kernel.DigestAlgorithm;
import gedeon.kernel.FinishRule;
import gedeon.metadata.Acquisitions;
import gedeon.metadata.Agents;
import gedeon.metadata.Catalogue;
import gedeon.metadata.FinishRules;
import gedeon.metadata.Intake;
import gedeon.metadata.Manifest;
import gedeon.server.security.Access;
import gedeon.storage.notebooks.Act;
import gedeon.storage.notebooks.Notebooks;
import gedeon.storage.notebooks.Notebooks.NotebookRow;
import gedeon.storage.notebooks.Principal;
import java.io.IOException;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
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

/** What agents call, and their managers' list of them. Enrolment asks for no token: the one-time code is the credential. */
@RestController
@RequestMapping("/api/v1/agents")
class AgentRoutes {
    private final Catalogue catalogue;
    private final Notebooks notebooks;
    private final Access access;
    private final S3Address s3;
    private final Clock clock;

    AgentRoutes(Catalogue catalogue, Notebooks notebooks, Access access, S3Address s3, Clock clock) {
        this.catalogue = catalogue;
        this.notebooks = notebooks;
        this.access = access;
        this.s3 = s3;
        this.clock = clock;
    }

    @PostMapping("/enrol")
    @ResponseStatus(HttpStatus.CREATED)
    Enrolment enrol(@RequestBody EnrolRequest request) {
        Agents.Enrolled enrolled =
                catalogue.agents().enrol(request.code(), request.hostname(), request.os(), request.version());
        return new Enrolment(
                enrolled.agent().toString(),
                enrolled.token(),
                enrolled.accessKey(),
                enrolled.secretKey(),
                s3.url(),
                s3.region(),
                enrolled.instrument().name(),
                notebooks
                        .notebook(enrolled.instrument().notebook())
                        .map(NotebookRow::name)
                        .orElse(""),
                enrolled.bucket());
    }

    @GetMapping("/me/sources")
    Page<SourceBody> sources(@AuthenticationPrincipal Principal who) {
        return Page.of(
                catalogue.instruments().sources(access.agent(who).instrument().id()).stream()
                        .map(source -> Sources.body(source, finish(source.rule())))
                        .toList());
    }

    private @Nullable FinishRule finish(@Nullable String rule) {
        return rule == null
                ? null
                : catalogue.rules().find(rule).map(FinishRules.Kept::rule).orElse(null);
    }

    @PostMapping("/me/heartbeats")
    HeartbeatAnswer heartbeat(@AuthenticationPrincipal Principal who, @RequestBody HeartbeatBody said) {
        catalogue
                .agents()
                .heartbeat(
                        access.agent(who).id(),
                        new Agents.Heartbeat(
                                said.backlog(),
                                said.oldestUnsent(),
                                said.sent(),
                                said.disk(),
                                said.clock(),
                                said.agentVersion(),
                                said.messages(),
                                Boolean.TRUE.equals(said.leaving())));
        return new HeartbeatAnswer(clock.instant());
    }

    @PostMapping("/me/acquisitions")
    ReceiptBody acquisition(@AuthenticationPrincipal Principal who, @RequestBody ManifestBody body) throws IOException {
        Intake.Receipt receipt = catalogue.intake().accept(access.agent(who), manifest(body));
        return new ReceiptBody(receipt.dataset().toString(), receipt.statement());
    }

    /** So that an agent which lost its journal sends nothing twice. */
    @GetMapping("/me/acquisitions")
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
                AgentRoutes::body);
    }

    @GetMapping("/me/acquisitions/{dataset}/files")
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
        return Paging.cut(files, most, Manifest.File::path, AgentRoutes::body);
    }

    @GetMapping("/me/uploads")
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
                told.files().stream().map(AgentRoutes::body).toList());
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
                body.files().stream().map(AgentRoutes::file).toList());
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

    @GetMapping
    Page<AgentBody> list(@AuthenticationPrincipal Principal who) {
        access.requireAnywhere(who, Act.REGISTER_INSTRUMENT);
        return Page.of(catalogue.agents().list(access.notebooks(who, Act.REGISTER_INSTRUMENT, null)).stream()
                .map(agent -> new AgentBody(
                        agent.id().toString(),
                        agent.instrument().name(),
                        agent.hostname(),
                        agent.lastSeen(),
                        agent.backlog(),
                        agent.state().name().toLowerCase(Locale.ROOT)))
                .toList());
    }
}
