package gedeon.server.web.operations;

import gedeon.server.backup.Backups;
import gedeon.server.tiers.JobRates;
import gedeon.server.tiers.TierRooms;
import gedeon.storage.journal.Journal;
import gedeon.storage.lifecycle.fixity.Damages;
import gedeon.storage.lifecycle.jobs.StorageJob;
import gedeon.storage.operations.StorageOverview;
import gedeon.storage.tier.jdbc.TierRow;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What is known of storage at one time.
 *
 * @param events by the names of consumers
 * @param processes that share the database, the complete server first
 */
record Facts(
        Instant at,
        List<OfTier> tiers,
        List<OfJob> jobs,
        Damages.Sum damage,
        Journal.Behind journal,
        Map<String, StorageOverview.Events> events,
        StorageOverview.Restores restores,
        Backups.State backups,
        List<StorageOverview.Process> processes,
        String postgres) {
    /**
     * A tier.
     *
     * @param fixity its job that reads each copy again; null where there is none yet
     * @param period within which that is promised
     * @param aside blobs that an audit put aside
     * @param reads whether it is only read
     * @param house whether it is the home's own
     * @param changes whether an adopted folder is not as it was
     * @param unsealed why an archive could not seal what waits there; null where nothing does
     */
    record OfTier(
            TierRow row,
            TierRooms.Room room,
            @Nullable StorageJob fixity,
            Duration period,
            Damages.Sum damage,
            long aside,
            boolean reads,
            boolean house,
            boolean changes,
            @Nullable String unsealed) {}

    /** A job that runs or is paused, or that ended lately. */
    record OfJob(StorageJob job, @Nullable String tier, Optional<JobRates.Rate> rate) {}
}
