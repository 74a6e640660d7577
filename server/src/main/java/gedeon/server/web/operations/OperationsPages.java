package gedeon.server.web.operations;

import gedeon.kernel.ByteCount;
import gedeon.kernel.Release;
import gedeon.server.backup.Backups;
import gedeon.server.backup.BaseBackup;
import gedeon.server.security.Access;
import gedeon.server.tiers.FixityBodies;
import gedeon.server.tiers.PolicyBodies;
import gedeon.server.web.Moment;
import gedeon.server.web.PolicyWords;
import gedeon.storage.lifecycle.fixity.Damages;
import gedeon.storage.notebooks.Act;
import gedeon.storage.notebooks.On;
import gedeon.storage.notebooks.Principal;
import gedeon.storage.operations.StorageOverview;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;

/** Is anything at risk now? */
@Controller
class OperationsPages {
    private static final int DAMAGED = 50;
    private static final int REASONS = 5;

    private final FactsReader reader;
    private final StorageOverview overview;
    private final FixityBodies fixity;
    private final PolicyBodies policies;
    private final PolicyWords words;
    private final Access access;

    OperationsPages(
            FactsReader reader,
            StorageOverview overview,
            FixityBodies fixity,
            PolicyBodies policies,
            PolicyWords words,
            Access access) {
        this.policies = policies;
        this.words = words;
        this.reader = reader;
        this.overview = overview;
        this.fixity = fixity;
        this.access = access;
    }

    /** How copies of the database stand, ready to print. */
    record BackupLine(
            boolean made, boolean running, @Nullable Moment last, String size) {
        static BackupLine of(Backups.State state, Locale locale) {
            Instant ended = state.last().map(BaseBackup::ended).orElse(null);
            return new BackupLine(
                    state.configured(),
                    state.running() != null,
                    ended == null ? null : Moment.of(ended, locale),
                    state.last()
                            .map(base -> new ByteCount(base.bytes()).human(locale))
                            .orElse(""));
        }
    }

    @GetMapping("/operations")
    String operations(@AuthenticationPrincipal Principal who, Locale locale, Model model) {
        access.require(who, Act.OPERATE, On.INSTITUTION);
        Facts facts = reader.read();
        List<Risk> risks = Risks.of(facts, locale);
        model.addAttribute("at", Moment.of(facts.at(), locale));
        model.addAttribute("risks", risks);
        model.addAttribute("grave", risks.stream().filter(Risk::grave).count());
        model.addAttribute("administers", access.may(who, Act.ADMINISTER, On.INSTITUTION));
        model.addAttribute(
                "tiers",
                facts.tiers().stream().map(tier -> TierLine.of(tier, locale)).toList());
        model.addAttribute(
                "policies",
                policies.all().stream().map(one -> words.line(one, locale)).toList());
        model.addAttribute(
                "jobs",
                facts.jobs().stream().map(job -> JobLine.of(job, locale)).toList());
        model.addAttribute(
                "damage",
                facts.damage().open() == 0
                        ? List.of()
                        : fixity.worst(who, DAMAGED).stream()
                                .map(one -> DamageLine.of(one, locale))
                                .toList());
        model.addAttribute("damaged", Risks.upTo(Damages.MOST, facts.damage().open(), locale));
        model.addAttribute(
                "events",
                facts.events().entrySet().stream()
                        .sorted(Map.Entry.comparingByKey())
                        .map(one -> EventsLine.of(one.getKey(), one.getValue(), reasons(one), locale))
                        .toList());
        model.addAttribute("restores", facts.restores().waiting());
        model.addAttribute("journal", Risks.count(facts.journal().entries(), locale));
        model.addAttribute("journalAge", Span.of(facts.journal().oldest(), locale));
        model.addAttribute("backup", BackupLine.of(facts.backups(), locale));
        model.addAttribute(
                "processes",
                facts.processes().stream()
                        .map(one -> ProcessLine.of(one, locale))
                        .toList());
        model.addAttribute("postgres", facts.postgres());
        model.addAttribute("version", Release.VERSION);
        model.addAttribute("java", Runtime.version().toString());
        return "operations";
    }

    private List<StorageOverview.Parked> reasons(Map.Entry<String, StorageOverview.Events> one) {
        return one.getValue().parked() == 0 ? List.of() : overview.parked(one.getKey(), REASONS);
    }
}
