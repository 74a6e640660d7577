package gedeon.storage.lifecycle.fixity;

import gedeon.storage.BlobId;
import gedeon.storage.lifecycle.jobs.Loads;
import gedeon.storage.lifecycle.jobs.Round;
import gedeon.storage.lifecycle.jobs.StorageJob;
import gedeon.storage.lifecycle.tiering.Copying;
import gedeon.storage.lifecycle.tiering.Placing;
import gedeon.storage.namespace.NewVersion;
import gedeon.storage.objects.Copies;
import gedeon.storage.objects.Pace;
import gedeon.storage.sql.Sql;
import gedeon.storage.tier.DamagedBlock;
import gedeon.storage.tier.Place;
import gedeon.storage.tier.Tiers;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** Reads each copy of a tier whole, in the order of {@link PlaceWalk}, at a pace that spreads a round over its period, whoever takes it up and however often. */
public final class FixityRound implements Round {
    private static final Duration PAUSE = Duration.ofHours(1);

    private final Sql sql;
    private final Tiers tiers;
    private final Copying copying;
    private final Placing placing;
    private final Copies.Damages damages;
    private final short tier;
    private final Duration period;
    private final Clock clock;
    private final Loads loads;
    private final PlaceWalk walk;
    /** Of the blobs that are looked at now, as far as they are not done. */
    private final AtomicLong next = new AtomicLong();

    private volatile long bytes = -1;
    private final ConcurrentLinkedQueue<UUID> sound = new ConcurrentLinkedQueue<>();

    /**
     * @param archive whether blobs lie in batches there
     * @param period within which every copy is read again
     */
    public FixityRound(
            Sql sql,
            Tiers tiers,
            Copying copying,
            Placing placing,
            Copies.Damages damages,
            short tier,
            boolean archive,
            Duration period,
            Clock clock) {
        this.sql = sql;
        this.tiers = tiers;
        this.copying = copying;
        this.placing = placing;
        this.damages = damages;
        this.tier = tier;
        this.period = period;
        this.clock = clock;
        this.loads = new Loads(sql);
        this.walk = new PlaceWalk(sql, tier, archive);
    }

    /** Counted, or about; the round itself counts what it looks at. */
    @Override
    public long blobs() {
        Loads.Load load = loads.of(tier);
        sql.update(
                "update tier set blobs = ?, bytes = ?, counted = now() where id = ? and (? or counted is null)",
                load.blobs(),
                load.bytes(),
                tier,
                load.exact());
        bytes = load.bytes();
        return load.blobs();
    }

    private long bytes() {
        if (bytes < 0) {
            bytes = sql.one(row -> row.getLong(1), "select coalesce(bytes, 0) from tier where id = ?", tier)
                    .orElse(0L);
        }
        return bytes;
    }

    @Override
    public boolean ofOneTier() {
        return true;
    }

    @Override
    public long bytesPerSecond(StorageJob job) {
        Instant began = job.roundBegan();
        // No less than what is seen to come next: of few large blobs a sample may have met none.
        return new EvenPace(Math.max(bytes(), job.roundBytes() + next.get()), period)
                .bytesPerSecond(
                        job.roundBytes(), began == null ? Duration.ZERO : Duration.between(began, clock.instant()));
    }

    @Override
    public Stretch after(BlobId last, int limit) {
        return after(new At(null, last), limit);
    }

    @Override
    public Stretch after(At last, int limit) {
        PlaceWalk.Page page = walk.after(last, limit);
        next.set(page.places().stream().mapToLong(place -> place.at().length()).sum());
        return page.stretch(Reading::new);
    }

    @Override
    public void tell() {
        List<UUID> read = new ArrayList<>();
        for (UUID one = sound.poll(); one != null; one = sound.poll()) {
            read.add(one);
        }
        if (!read.isEmpty()) {
            try {
                sql.update(
                        "update location set verified_at = now() where blob_id = any (?) and tier_id = ? and state = 'l'",
                        read.toArray(new UUID[0]),
                        tier);
            } catch (RuntimeException e) {
                sound.addAll(read);
                throw e;
            }
        }
    }

    @Override
    public Next ended(StorageJob job) {
        sql.update(
                "update tier set blobs = ?, bytes = ?, counted = now() where id = ?",
                job.done(),
                job.roundBytes(),
                tier);
        return new Next.Again(PAUSE, transaction -> FixityRounds.write(transaction, tier, job));
    }

    private final class Reading implements Look {
        private final Place place;

        Reading(Place place) {
            this.place = place;
        }

        @Override
        public BlobId blob() {
            return place.blob();
        }

        @Override
        public @Nullable BlobId pack() {
            return walk.pack(place);
        }

        @Override
        public long bytes() {
            return place.at().length();
        }

        @Override
        public void look(Pace pace) throws IOException, InterruptedException {
            try {
                copying.verify(tiers.of(tier), place.at(), pace);
                sound.add(NewVersion.uuid(place.blob()));
            } catch (DamagedBlock | NoSuchFileException e) {
                damages.found(place, e);
                if (!placing.repair(place, pace)) {
                    throw new IOException("damaged, and not written anew: " + e.getMessage(), e);
                }
            } finally {
                next.addAndGet(-bytes());
            }
        }
    }
}
