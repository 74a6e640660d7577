package gedeon.storage.lifecycle.archive;

import gedeon.storage.BlobId;
import gedeon.storage.StoredVersion;
import gedeon.storage.lifecycle.jobs.Pace;
import gedeon.storage.lifecycle.tiering.Copying;
import gedeon.storage.namespace.Buckets;
import gedeon.storage.namespace.NewVersion;
import gedeon.storage.objects.Bucket;
import gedeon.storage.objects.Copies;
import gedeon.storage.sql.Sql;
import gedeon.storage.tier.Batches;
import gedeon.storage.tier.DamagedBlock;
import gedeon.storage.tier.Location;
import gedeon.storage.tier.Place;
import gedeon.storage.tier.Tier;
import gedeon.storage.tier.TierFull;
import gedeon.storage.tier.TierOffline;
import gedeon.storage.tier.archive.LogicalPaths;
import gedeon.storage.tier.jdbc.JdbcTiers;
import gedeon.storage.tier.jdbc.TierRow;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.NoSuchFileException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Seals what has gathered in archives. A batch is written and read back; one transaction says that its blobs lie there; then what had gathered goes. Killed
 * anywhere, the next process takes away what was half written, or what is not needed any more.
 */
public final class Sealing {
    private static final Logger LOG = LoggerFactory.getLogger(Sealing.class);

    private static final Duration EVERY = Duration.ofMinutes(1);

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
        Tier tier = tiers.of(row.id());
        Optional<Batches> batches = tier.batches().filter(one -> isTime(row.id(), one.limits()));
        Optional<SealingClaim> taken = batches.isEmpty() ? Optional.empty() : SealingClaim.take(sql, row.id(), claim);
        if (batches.isPresent() && taken.isPresent()) {
            try (SealingClaim claimed = taken.get()) {
                new Round(row.id(), tier, batches.get(), claimed).run();
            }
        }
    }

    /** What has gathered is read whole at each look: once a minute is often enough, unless it is sealed sooner. */
    private boolean isTime(short tier, Batches.Limits limits) {
        long now = System.nanoTime();
        Long last = looked.get(tier);
        if (last != null
                && now - last < Math.min(EVERY.toNanos(), limits.after().toNanos())) {
            return false;
        }
        looked.put(tier, now);
        return true;
    }

    private final class Round {
        private final short id;
        private final Tier tier;
        private final Batches batches;
        private final SealingClaim claim;
        private final GatheredRows rows;

        Round(short id, Tier tier, Batches batches, SealingClaim claim) {
            this.id = id;
            this.tier = tier;
            this.batches = batches;
            this.claim = claim;
            this.rows = new GatheredRows(sql, id);
        }

        void run() throws IOException {
            tidy();
            for (Map.Entry<Integer, List<GatheredRows.Gathered>> of :
                    rows.byBucket(batches.limits().after()).entrySet()) {
                List<GatheredRows.Gathered> all = of.getValue();
                while (isDue(all)) {
                    int taken = fitting(all);
                    some(of.getKey(), all.subList(0, taken));
                    all = all.subList(taken, all.size());
                }
            }
        }

        /**
         * What of it can be read now: the rest waits, and keeps nothing waiting that is in the same batch or behind it.
         *
         * @throws IOException where nothing can be sealed now, of whatever
         */
        private void some(int bucketId, List<GatheredRows.Gathered> content) throws IOException {
            try {
                one(bucketId, content);
            } catch (TierFull | TierOffline | InterruptedIOException e) {
                throw e;
            } catch (IOException | RuntimeException e) {
                claim.requireHeld();
                LOG.warn(
                        "{} versions of bucket {} cannot be sealed together: {}",
                        content.size(),
                        bucketId,
                        e.getMessage());
                List<GatheredRows.Gathered> sound = new ArrayList<>();
                for (GatheredRows.Gathered one : content) {
                    if (isSound(one)) {
                        sound.add(one);
                    }
                }
                again(bucketId, sound, content.size());
            }
        }

        /** Each can be read by itself: where they all can, it is not their bytes that keep them from being sealed. */
        private void again(int bucketId, List<GatheredRows.Gathered> sound, int before) throws IOException {
            if (sound.isEmpty() || sound.size() == before) {
                return;
            }
            try {
                one(bucketId, sound);
            } catch (TierFull | TierOffline | InterruptedIOException e) {
                throw e;
            } catch (IOException | RuntimeException e) {
                claim.requireHeld();
                LOG.warn("{} versions of bucket {} wait: {}", sound.size(), bucketId, e.getMessage());
            }
        }

        private boolean isDue(List<GatheredRows.Gathered> all) {
            Batches.Limits limits = batches.limits();
            return all.stream().anyMatch(GatheredRows.Gathered::waited)
                    || all.stream().mapToLong(one -> one.blobs().size()).sum() >= limits.versions()
                    || all.stream().mapToLong(GatheredRows.Gathered::bytes).sum() >= limits.bytes();
        }

        /** How many of them make a batch: at least one, however large. */
        private int fitting(List<GatheredRows.Gathered> all) {
            Batches.Limits limits = batches.limits();
            long blobs = 0;
            long bytes = 0;
            for (int i = 0; i < all.size(); i++) {
                blobs += all.get(i).blobs().size();
                bytes += all.get(i).bytes();
                if (i > 0 && (blobs > limits.versions() || bytes > limits.bytes())) {
                    return i;
                }
            }
            return all.size();
        }

        /** What another had begun, or had not quite ended. */
        private void tidy() throws IOException {
            sql.update("update batch set state = 'd', changed = now() where tier_id = ? and state = 'w'", id);
            for (BlobId given : batches("d")) {
                batches.remove(given);
            }
            // Whoever was taken for dead may have gone on for a while.
            sql.update(
                    "delete from batch where tier_id = ? and state = 'd' and changed < now() - interval '1 day'", id);
            for (BlobId sealed : batches("s")) {
                clear(sealed);
            }
        }

        private List<BlobId> batches(String state) {
            return sql
                    .list(
                            row -> row.getObject(1, UUID.class),
                            "select id from batch where tier_id = ? and state = ?::\"char\"",
                            id,
                            state)
                    .stream()
                    .map(uuid -> new BlobId(uuid.getMostSignificantBits(), uuid.getLeastSignificantBits()))
                    .toList();
        }

        private void one(int bucketId, List<GatheredRows.Gathered> content) throws IOException {
            Optional<Bucket> bucket = sql.inTransaction(
                    c -> Optional.ofNullable(Buckets.now(c, List.of(bucketId)).get(bucketId)));
            if (bucket.isEmpty()) {
                return;
            }
            String notebook = sql.one(
                            row -> row.getString(1),
                            "select name from notebook where id = ?",
                            bucket.get().notebook())
                    .orElse(String.valueOf(bucket.get().notebook()));
            BlobId batch = BlobId.next(clock);
            sql.update(
                    "insert into batch (tier_id, id, bucket_id) values (?, ?, ?)",
                    id,
                    NewVersion.uuid(batch),
                    bucketId);
            List<Location> sealed = batches.seal(
                    batch,
                    VersionLines.batch(batch, bucket.get(), notebook, clock.instant()),
                    content.stream().map(one -> item(one, notebook)).toList(),
                    this::passed);
            for (Location location : sealed) {
                verify(location);
            }
            if (rows.switched(batch, sealed, claim)) {
                clear(batch);
                LOG.debug(
                        "{} blobs of bucket {} were sealed as batch {}",
                        sealed.size(),
                        bucket.get().name(),
                        batch);
            }
        }

        private Batches.Item item(GatheredRows.Gathered one, String notebook) {
            StoredVersion version = one.version();
            boolean bare = version.attributes().encryption() == null;
            String id = version.version().toString();
            String path = bare
                    ? LogicalPaths.of(notebook, version.bucket(), version.key(), id, batches.longestPath())
                    : LogicalPaths.ofEncrypted(id);
            return new Batches.Item(
                    path,
                    bare,
                    one.blobs(),
                    Stream.concat(Stream.of(version), one.others().stream())
                            .map(of -> VersionLines.version(of, path))
                            .toList());
        }

        private void verify(Location location) throws IOException {
            try {
                copying.verify(tier, location, bytes -> passed(bytes));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new InterruptedIOException("this process is stopping");
            }
        }

        private void passed(int bytes) throws IOException {
            try {
                pace.passed(bytes);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new InterruptedIOException("this process is stopping");
            }
            claim.goesOn();
        }

        /** Whether all of it can be read where it has gathered. What is not what was written is told, and left out from now on. */
        private boolean isSound(GatheredRows.Gathered one) throws IOException {
            boolean sound = true;
            for (Location blob : one.blobs()) {
                try {
                    verify(blob);
                } catch (DamagedBlock | NoSuchFileException e) {
                    damages.found(new Place(id, blob), e);
                    sound = false;
                } catch (TierOffline | InterruptedIOException e) {
                    throw e;
                } catch (IOException e) {
                    LOG.warn("blob {} cannot be read where it has gathered: {}", blob.blob(), e.getMessage());
                    sound = false;
                }
            }
            return sound;
        }

        /**
         * Takes away what had gathered, of each blob of which the row says that it lies in the batch. Nobody copies it here meanwhile: a batch in this state is
         * not written anew.
         */
        private void clear(BlobId batch) throws IOException {
            for (BlobId blob : batches.blobs(batch)) {
                claim.goesOn();
                if (!sql.list(
                                row -> true,
                                "select 1 from location where blob_id = ? and tier_id = ? and pack_id = ? and state = 'l'",
                                NewVersion.uuid(blob),
                                id,
                                NewVersion.uuid(batch))
                        .isEmpty()) {
                    batches.cleared(List.of(blob));
                }
            }
            sql.update(
                    "update batch set state = 'l', changed = now() where tier_id = ? and id = ? and state = 's'",
                    id,
                    NewVersion.uuid(batch));
        }
    }
}
