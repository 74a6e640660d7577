package gedeon.server.web.operations;

import gedeon.server.backup.Backups;
import gedeon.server.tiers.JobRates;
import gedeon.server.tiers.TierRooms;
import gedeon.storage.Outbox;
import gedeon.storage.journal.Journal;
import gedeon.storage.lifecycle.Tiering;
import gedeon.storage.lifecycle.adoption.Adoption;
import gedeon.storage.lifecycle.adoption.Adoptions;
import gedeon.storage.lifecycle.archive.SealingWaits;
import gedeon.storage.lifecycle.fixity.Damages;
import gedeon.storage.lifecycle.jobs.StorageJob;
import gedeon.storage.operations.StorageOverview;
import gedeon.storage.tier.jdbc.JdbcTiers;
import gedeon.storage.tier.jdbc.TierRow;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.springframework.stereotype.Component;

/** Reads all that the page tells; a tier that does not answer holds it for two seconds. */
@Component
final class FactsReader {
    private static final Damages.Sum SOUND = new Damages.Sum(0, 0, 0);
    private static final Duration ENDED_LATELY = Duration.ofDays(1);

    private final JdbcTiers tiers;
    private final TierRooms rooms;
    private final Tiering tiering;
    private final JobRates rates;
    private final Adoptions adoptions;
    private final Damages damages;
    private final Journal journal;
    private final Outbox outbox;
    private final StorageOverview overview;
    private final Backups backups;
    private final Clock clock;

    FactsReader(
            JdbcTiers tiers,
            TierRooms rooms,
            Tiering tiering,
            JobRates rates,
            Adoptions adoptions,
            Damages damages,
            Journal journal,
            Outbox outbox,
            StorageOverview overview,
            Backups backups,
            Clock clock) {
        this.tiers = tiers;
        this.rooms = rooms;
        this.tiering = tiering;
        this.rates = rates;
        this.adoptions = adoptions;
        this.damages = damages;
        this.journal = journal;
        this.outbox = outbox;
        this.overview = overview;
        this.backups = backups;
        this.clock = clock;
    }

    Facts read() {
        Instant now = clock.instant();
        List<TierRow> rows = tiers.all();
        Map<Short, TierRooms.Room> told = rooms.of(rows);
        List<StorageJob> jobs = tiering.jobs().all();
        Map<Short, StorageJob> fixity = new HashMap<>();
        jobs.stream()
                .filter(job -> job.kind() == StorageJob.Kind.FIXITY && job.finished() == null && job.tier() != null)
                .forEach(job -> fixity.put(job.tier(), job));
        Map<Short, Damages.Sum> damage = damages.byTier();
        Map<Short, Long> aside = overview.lostAndFound();
        Map<Short, String> names = new HashMap<>();
        rows.forEach(row -> names.put(row.id(), row.name()));
        return new Facts(
                now,
                rows.stream()
                        .map(row -> new Facts.OfTier(
                                row,
                                told.getOrDefault(row.id(), new TierRooms.Room.Off()),
                                fixity.get(row.id()),
                                tiering.fixityPeriod(row.id()),
                                damage.getOrDefault(row.id(), SOUND),
                                aside.getOrDefault(row.id(), 0L),
                                tiers.readOnly(row.id()),
                                row.id() == tiers.house(),
                                adoptions
                                        .find(row.id())
                                        .filter(Adoption::differs)
                                        .isPresent(),
                                tiering.waiting(row.id())
                                        .map(SealingWaits.Waiting::reason)
                                        .orElse(null)))
                        .toList(),
                jobs.stream()
                        .filter(job -> isShown(job, now))
                        .sorted(Comparator.comparing((StorageJob job) -> job.finished() != null)
                                .thenComparing(StorageJob::kind)
                                .thenComparing(StorageJob::id))
                        .map(job ->
                                new Facts.OfJob(job, job.tier() == null ? null : names.get(job.tier()), rates.of(job)))
                        .toList(),
                Damages.Sum.of(damage.values()),
                journal.behind(),
                overview.events(outbox.consumers()),
                overview.restores(),
                backups.state(),
                overview.processes(),
                overview.database());
    }

    private static boolean isShown(StorageJob job, Instant now) {
        Instant finished = job.finished();
        return finished == null || finished.isAfter(now.minus(ENDED_LATELY));
    }
}
