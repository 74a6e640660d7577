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
 * anywhere, the next process takes away what was half written, or what is not needed any more. What cannot be sealed now waits ({@link SealingWaits}) and lets the
 * rest pass.
 */
public final class Sealing {
    private static final Logger LOG = LoggerFactory.getLogger(Sealing.class);

    private static final Duration EVERY = Duration.ofMinutes(1);
    private static final Duration LEAST = Duration.ofSeconds(1);

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
                new Round(row.id(), tier, batches.get(), claimed).run();
            }
        }
    }

    /** One process says so, and none asks before the time is over. */
    private void away(TierRow row, TierOffline why) {
        if (isTime(row.id(), EVERY)) {
            SealingClaim.take(sql, row.id(), claim).ifPresent(taken -> {
                try (taken) {
                    new SealingWaits(sql, row.id()).allLater(EVERY, said(why));
                    LOG.warn("what has gathered in archive {} waits: {}", row.name(), why.getMessage());
                }
            });
        }
    }

    private static String said(Exception why) {
        return why.getMessage() == null ? why.toString() : why.getMessage();
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

    private final class Round {
        private final short id;
        private final Tier tier;
        private final Batches batches;
        private final SealingClaim claim;
        private final GatheredRows rows;
        private final SealingWaits waits;

        Round(short id, Tier tier, Batches batches, SealingClaim claim) {
            this.id = id;
            this.tier = tier;
            this.batches = batches;
            this.claim = claim;
            this.rows = new GatheredRows(sql, id);
            this.waits = new SealingWaits(sql, id);
        }

        void run() throws IOException {
            try {
                all();
                waits.isThere();
            } catch (InterruptedIOException e) {
                throw e;
            } catch (IOException e) {
                claim.requireHeld();
                waits.allLater(first(), said(e));
                throw e;
            }
        }

        /** What failed once is looked at again as soon as anything is. */
        private Duration first() {
            Duration after = batches.limits().after();
            Duration once = after.compareTo(EVERY) < 0 ? after : EVERY;
            return once.compareTo(LEAST) < 0 ? LEAST : once;
        }

        private void all() throws IOException {
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
            Optional<Exception> failed = tried(bucketId, content);
            if (failed.isEmpty()) {
                return;
            }
            if (failed.get() instanceof TierFull) {
                later(content, failed.get());
                return;
            }
            List<GatheredRows.Gathered> sound = new ArrayList<>();
            List<GatheredRows.Gathered> unsound = new ArrayList<>();
            for (GatheredRows.Gathered one : content) {
                (isSound(one) ? sound : unsound).add(one);
            }
            later(unsound, failed.get());
            // Where each can be read by itself, it is not their bytes that keep them from being sealed.
            Optional<Exception> again = unsound.isEmpty() || sound.isEmpty() ? failed : tried(bucketId, sound);
            if (again.isPresent()) {
                later(sound, again.get());
            }
        }

        private void later(List<GatheredRows.Gathered> content, Exception why) {
            if (!content.isEmpty()) {
                waits.later(
                        content.stream()
                                .flatMap(one -> one.blobs().stream())
                                .map(Location::blob)
                                .toList(),
                        first(),
                        said(why));
            }
        }

        /** @return why they cannot be sealed together; empty where they are */
        private Optional<Exception> tried(int bucketId, List<GatheredRows.Gathered> content) throws IOException {
            try {
                one(bucketId, content);
                return Optional.empty();
            } catch (TierOffline | InterruptedIOException e) {
                throw e;
            } catch (IOException | RuntimeException e) {
                claim.requireHeld();
                LOG.warn(
                        "{} versions of bucket {} cannot be sealed together and wait: {}",
                        content.size(),
                        bucketId,
                        e.getMessage());
                return Optional.of(e);
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
            List<Location> sealed = written(batch, bucket.get(), notebook, content);
            if (rows.switched(batch, sealed, claim)) {
                clear(batch);
                LOG.debug(
                        "{} blobs of bucket {} were sealed as batch {}",
                        sealed.size(),
                        bucket.get().name(),
                        batch);
            }
        }

        /** The batch, read back; where it cannot be written, what is left of it goes. */
        private List<Location> written(
                BlobId batch, Bucket bucket, String notebook, List<GatheredRows.Gathered> content) throws IOException {
            try {
                List<Location> sealed = batches.seal(
                        batch,
                        VersionLines.batch(batch, bucket, notebook, clock.instant()),
                        content.stream().map(one -> item(one, notebook)).toList(),
                        this::passed);
                for (Location location : sealed) {
                    verify(location);
                }
                return sealed;
            } catch (TierOffline | InterruptedIOException e) {
                // A request may be under way still: the batch is tidied up as of one who died.
                throw e;
            } catch (IOException | RuntimeException e) {
                giveBack(batch);
                throw e;
            }
        }

        /** Its only writer has ended, and nobody names it: it goes at once, and so does its row. Where that fails, it is tidied up later. */
        private void giveBack(BlobId batch) {
            try {
                batches.remove(batch);
                sql.update(
                        "delete from batch where tier_id = ? and id = ? and state in ('w', 'd')",
                        id,
                        NewVersion.uuid(batch));
            } catch (IOException | RuntimeException e) {
                LOG.warn("what was written of batch {} stays for now: {}", batch, e.getMessage());
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
