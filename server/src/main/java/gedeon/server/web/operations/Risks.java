package gedeon.server.web.operations;

import gedeon.kernel.ByteCount;
import gedeon.server.tiers.TierRooms.Room;
import gedeon.storage.lifecycle.fixity.Damages;
import gedeon.storage.lifecycle.jobs.StorageJob;
import gedeon.storage.operations.StorageOverview;
import gedeon.storage.tier.jdbc.TierRow;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Stream;

/** Judges facts: what is at risk, the gravest first. The same facts give the same answer. */
final class Risks {
    private static final Duration JOURNAL_LATE = Duration.ofMinutes(10);
    private static final Duration RESTORE_LATE = Duration.ofHours(1);

    private Risks() {}

    static List<Risk> of(Facts facts, Locale locale) {
        List<Risk> risks = new ArrayList<>();
        if (facts.damage().lost() > 0) {
            risks.add(Risk.grave(
                    "lost", "damage", upTo(Damages.MOST, facts.damage().lost(), locale)));
        }
        facts.tiers().forEach(tier -> of(tier, facts.at(), locale, risks));
        long repairable = facts.damage().open() - facts.damage().lost();
        if (repairable > 0) {
            risks.add(Risk.watch("damage", "damage", upTo(Damages.MOST, repairable, locale)));
        }
        facts.jobs().forEach(job -> of(job, risks));
        around(facts, locale, risks);
        risks.sort(Comparator.comparing(risk -> !risk.grave()));
        return risks;
    }

    private static void of(Facts.OfTier tier, Instant now, Locale locale, List<Risk> risks) {
        String name = tier.row().name();
        switch (tier.room()) {
            case Room.Failed failed -> risks.add(Risk.grave("away", "tiers", name, failed.why()));
            case Room.Silent silent -> risks.add(Risk.grave("silent", "tiers", name));
            case Room.Free free -> {
                if (free.spare() <= 0 && !tier.reads()) {
                    risks.add(
                            Risk.grave("full", "tiers", name, new ByteCount(Math.max(0, free.bytes())).human(locale)));
                }
            }
            case Room.Off off -> {
                if (tier.row().held() != null
                        && Objects.requireNonNull(tier.row().held()).blobs() > 0) {
                    risks.add(Risk.watch("off", "tiers", name));
                }
            }
        }
        StorageJob fixity = tier.fixity();
        if (fixity != null && tier.row().state() != TierRow.State.OFF && isLate(fixity, tier.period(), now)) {
            risks.add(Risk.watch("fixity", "tiers", name, tier.period().toDays()));
        }
        if (tier.aside() > 0) {
            risks.add(Risk.watch("aside", "tiers", name, upTo(StorageOverview.MOST, tier.aside(), locale)));
        }
        if (tier.row().unseen()) {
            risks.add(Risk.watch("unseen", "tiers", name));
        }
        if (tier.unsealed() != null) {
            risks.add(Risk.watch("unsealed", "tiers", name, tier.unsealed()));
        }
        if (tier.changes()) {
            risks.add(Risk.watch("changed", "tiers", name));
        }
    }

    /** A round takes a whole period, and a fifth of one more is forgiven. */
    private static boolean isLate(StorageJob fixity, Duration period, Instant now) {
        Instant since = Stream.of(fixity.roundEnded(), fixity.started())
                .filter(Objects::nonNull)
                .max(Comparator.naturalOrder())
                .orElse(now);
        return since.plus(period.multipliedBy(6).dividedBy(5)).isBefore(now);
    }

    private static void of(Facts.OfJob one, List<Risk> risks) {
        StorageJob job = one.job();
        if (job.state() == StorageJob.State.RUNNING && job.reason() != null) {
            risks.add(Risk.watch("job", "jobs", job.id(), job.reason()));
        }
        if (job.state() == StorageJob.State.PAUSED) {
            risks.add(Risk.watch("paused", "jobs", job.id()));
        }
    }

    private static void around(Facts facts, Locale locale, List<Risk> risks) {
        if (facts.journal().oldest().compareTo(JOURNAL_LATE) > 0) {
            risks.add(Risk.grave(
                    "journal",
                    "around",
                    count(facts.journal().entries(), locale),
                    Span.of(facts.journal().oldest(), locale)));
        }
        facts.events().forEach((consumer, events) -> {
            if (events.parked() > 0) {
                risks.add(
                        Risk.watch("parked", "around", consumer, upTo(StorageOverview.MOST, events.parked(), locale)));
            }
        });
        Instant oldest = facts.restores().oldest();
        if (oldest != null && oldest.plus(RESTORE_LATE).isBefore(facts.at())) {
            risks.add(Risk.watch(
                    "restores",
                    "around",
                    upTo(StorageOverview.MOST, facts.restores().waiting(), locale),
                    Objects.requireNonNullElse(facts.restores().reason(), "")));
        }
        if (facts.backups().failure() != null) {
            risks.add(Risk.grave("backup", "around", facts.backups().failure()));
        }
        if (facts.backups().log() != null) {
            risks.add(Risk.grave("log", "around", facts.backups().log()));
        }
    }

    /** Of what is counted so far and no further: with a plus where there may be more. */
    static String upTo(long most, long number, Locale locale) {
        return count(number, locale) + (number >= most ? "+" : "");
    }

    static String count(long number, Locale locale) {
        return String.format(locale, "%,d", number);
    }
}
