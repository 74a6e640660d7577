package gedeon.storage.lifecycle.archive;

import gedeon.storage.lifecycle.tiering.Copying;
import gedeon.storage.objects.Copies;
import gedeon.storage.objects.Pace;
import gedeon.storage.sql.Sql;
import gedeon.storage.tier.Batches;
import gedeon.storage.tier.Tier;
import gedeon.storage.tier.TierOffline;
import gedeon.storage.tier.jdbc.JdbcTiers;
import gedeon.storage.tier.jdbc.TierRow;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks into each archive once a minute, or sooner where it is sealed sooner, one process at a time: {@link SealingRound}. */
public final class Sealing {
    private static final Logger LOG = LoggerFactory.getLogger(Sealing.class);

    static final Duration EVERY = Duration.ofMinutes(1);

    private final Sql sql;
    private final JdbcTiers tiers;
    private final Copying copying;
    private final Copies.Damages damages;
    private final Pace pace;
    private final Clock clock;
    private final Duration claim;
    /** When each archive was last looked into, by nanoTime. */
    private final Map<Short, Long> looked = new ConcurrentHashMap<>();

    /** @param claim how long sealing in an archive is its process's, unless it says so again */
    public Sealing(
            Sql sql, JdbcTiers tiers, Copying copying, Copies.Damages damages, Pace pace, Clock clock, Duration claim) {
        this.sql = sql;
        this.tiers = tiers;
        this.copying = copying;
        this.damages = damages;
        this.pace = pace;
        this.clock = clock;
        this.claim = claim;
    }

    /** One look into each archive. */
    public void run() {
        for (TierRow row : tiers.all()) {
            if (row.state() != TierRow.State.OFF && tiers.recall(row.id()).isPresent()) {
                try {
                    seal(row);
                } catch (IOException | RuntimeException e) {
                    if (Thread.currentThread().isInterrupted()) {
                        return;
                    }
                    LOG.warn("what has gathered in archive {} waits: {}", row.name(), e.getMessage());
                }
            }
        }
    }

    private void seal(TierRow row) throws IOException {
        Tier tier;
        try {
            tier = tiers.of(row.id());
        } catch (TierOffline e) {
            away(row, e);
            return;
        }
        Optional<Batches> batches =
                tier.batches().filter(one -> isTime(row.id(), one.limits().after()));
        Optional<SealingClaim> taken = batches.isEmpty() ? Optional.empty() : SealingClaim.take(sql, row.id(), claim);
        if (batches.isPresent() && taken.isPresent()) {
            try (SealingClaim claimed = taken.get()) {
                round(row.id(), tier, batches.get(), claimed).run();
            }
        }
    }

    private SealingRound round(short id, Tier tier, Batches batches, SealingClaim claimed) {
        GatheredRows rows = new GatheredRows(sql, id);
        return new SealingRound(
                batches,
                claimed,
                rows,
                new SealingWaits(sql, id),
                new BatchWriting(sql, id, tier, batches, claimed, rows, copying, damages, pace, clock));
    }

    /** One process says so, and none asks before the time is over. */
    private void away(TierRow row, TierOffline why) {
        if (isTime(row.id(), EVERY)) {
            SealingClaim.take(sql, row.id(), claim).ifPresent(taken -> {
                try (taken) {
                    new SealingWaits(sql, row.id()).allLater(EVERY, SealingWaits.said(why));
                    LOG.warn("what has gathered in archive {} waits: {}", row.name(), why.getMessage());
                }
            });
        }
    }

    /** What has gathered is read whole at each look: once a minute is often enough, unless it is sealed sooner. */
    private boolean isTime(short tier, Duration unless) {
        long now = System.nanoTime();
        Long last = looked.get(tier);
        if (last != null && now - last < Math.min(EVERY.toNanos(), unless.toNanos())) {
            return false;
        }
        looked.put(tier, now);
        return true;
    }
}
