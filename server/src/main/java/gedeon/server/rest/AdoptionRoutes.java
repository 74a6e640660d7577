package gedeon.server.rest;

import gedeon.client.wire.AdoptionBody;
import gedeon.client.wire.AdoptionRepeat;
import gedeon.client.wire.NewAdoption;
import gedeon.client.wire.PathFinding;
import gedeon.client.wire.SurveyBody;
import gedeon.server.security.Access;
import gedeon.server.tiers.AdoptableFolders;
import gedeon.server.tiers.InUse;
import gedeon.server.tiers.TierBodies;
import gedeon.storage.lifecycle.adoption.Adoption;
import gedeon.storage.lifecycle.adoption.Adoptions;
import gedeon.storage.lifecycle.adoption.LeftOut;
import gedeon.storage.lifecycle.adoption.Survey;
import gedeon.storage.notebooks.Act;
import gedeon.storage.notebooks.Notebooks;
import gedeon.storage.notebooks.Notebooks.NotebookRow;
import gedeon.storage.notebooks.On;
import gedeon.storage.notebooks.Principal;
import gedeon.storage.tier.jdbc.TierRow;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Folders that are there already, taken into notebooks in place, for administrators. */
@RestController
@RequestMapping("/api/v1/adoptions")
class AdoptionRoutes {
    private static final int MOST = 1000;

    private final Adoptions adoptions;
    private final AdoptableFolders folders;
    private final TierBodies tiers;
    private final Notebooks notebooks;
    private final Access access;

    AdoptionRoutes(
            Adoptions adoptions, AdoptableFolders folders, TierBodies tiers, Notebooks notebooks, Access access) {
        this.adoptions = adoptions;
        this.folders = folders;
        this.tiers = tiers;
        this.notebooks = notebooks;
        this.access = access;
    }

    /** Counts the folder first, which takes as long as walking it; with {@code dryRun} that is all. */
    @PostMapping
    ResponseEntity<?> begin(
            @AuthenticationPrincipal Principal who,
            @RequestBody NewAdoption wanted,
            @RequestParam(defaultValue = "false") boolean dryRun)
            throws IOException {
        access.require(who, Act.ADMINISTER, On.INSTITUTION);
        Path folder = folders.require(Objects.requireNonNullElse(wanted.folder(), ""));
        String name = Objects.requireNonNullElse(wanted.notebook(), "");
        NotebookRow notebook = notebooks.notebook(name).orElseThrow(() -> new Notebooks.Unknown("notebook", name));
        Adoptions.Asked asked = new Adoptions.Asked(
                folder,
                notebook.id(),
                notebook.name(),
                wanted.bucket(),
                Objects.requireNonNullElse(wanted.prefix(), ""),
                folders.own(),
                TierBodies.traits(wanted.traits()));
        return dryRun
                ? ResponseEntity.ok(body(folder, adoptions.survey(asked)))
                : ResponseEntity.status(HttpStatus.ACCEPTED)
                        .body(body(adoptions.begin(asked, rate(wanted.bandwidth()), who.name()), 0));
    }

    @PostMapping("/{tier}/again")
    ResponseEntity<AdoptionBody> again(
            @AuthenticationPrincipal Principal who, @PathVariable String tier, @RequestBody AdoptionRepeat wanted) {
        access.require(who, Act.ADMINISTER, On.INSTITUTION);
        TierRow row = tiers.named(tier);
        found(row);
        if (wanted.take()) {
            folders.require(row.settings().getOrDefault("root", ""));
        }
        try {
            return ResponseEntity.status(HttpStatus.ACCEPTED)
                    .body(body(adoptions.again(row, wanted.take(), rate(wanted.bandwidth()), who.name()), 0));
        } catch (IllegalStateException e) {
            throw new InUse(String.valueOf(e.getMessage()));
        }
    }

    /** @param findings how many paths that are not as they were are named */
    @GetMapping("/{tier}")
    AdoptionBody show(
            @AuthenticationPrincipal Principal who,
            @PathVariable String tier,
            @RequestParam(defaultValue = "100") int findings) {
        access.require(who, Act.ADMINISTER, On.INSTITUTION);
        return body(found(tiers.named(tier)), Math.clamp(findings, 0, MOST));
    }

    private Adoption found(TierRow tier) {
        return adoptions.find(tier.id()).orElseThrow(() -> new Notebooks.Unknown("adopted folder", tier.name()));
    }

    private static long rate(long bandwidth) {
        if (bandwidth < 0) {
            throw new IllegalArgumentException("\"bandwidth\" is bytes a second, 0 for no limit, was " + bandwidth);
        }
        return bandwidth;
    }

    private static SurveyBody body(Path folder, Survey survey) {
        return new SurveyBody(
                folder.toString(),
                survey.files(),
                survey.bytes(),
                words(survey.leftOut()),
                survey.examples().stream()
                        .map(one -> new PathFinding(one.why().word(), one.path()))
                        .toList(),
                survey.quota());
    }

    private AdoptionBody body(Adoption of, int findings) {
        TierRow tier = tiers.named(tiers.names().getOrDefault(of.tier(), ""));
        return new AdoptionBody(
                tier.name(),
                tier.settings().getOrDefault("root", ""),
                notebooks.notebook(of.notebook()).map(NotebookRow::name).orElse(String.valueOf(of.notebook())),
                of.bucket(),
                of.prefix(),
                of.mode().name().toLowerCase(Locale.ROOT),
                of.walked(),
                of.files(),
                of.bytes(),
                of.taken(),
                of.takenBytes(),
                of.hashed(),
                of.changed(),
                of.gone(),
                of.left(),
                words(of.leftOut()),
                of.askedBy(),
                of.begun(),
                of.ended(),
                of.differs(),
                findings == 0
                        ? java.util.List.of()
                        : adoptions.findings(of.tier(), findings).stream()
                                .map(one -> new PathFinding(one.what(), one.path()))
                                .toList());
    }

    private static Map<String, Long> words(Map<LeftOut, Long> counts) {
        Map<String, Long> words = new TreeMap<>();
        counts.forEach((why, count) -> words.put(why.word(), count));
        return words;
    }
}
