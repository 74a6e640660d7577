package gedeon.storage.lifecycle.archive;

import gedeon.storage.BlobId;
import gedeon.storage.StoredVersion;
import gedeon.storage.lifecycle.tiering.Copying;
import gedeon.storage.namespace.Buckets;
import gedeon.storage.namespace.NewVersion;
import gedeon.storage.objects.Bucket;
import gedeon.storage.objects.Copies;
import gedeon.storage.objects.Pace;
import gedeon.storage.sql.Sql;
import gedeon.storage.tier.Batches;
import gedeon.storage.tier.DamagedBlock;
import gedeon.storage.tier.Location;
import gedeon.storage.tier.Place;
import gedeon.storage.tier.Tier;
import gedeon.storage.tier.TierOffline;
import gedeon.storage.tier.archive.LogicalPaths;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.NoSuchFileException;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes batches of one archive. One is written and read back; one transaction says that its blobs lie there; then what had gathered goes. Killed anywhere,
 * {@link #tidy} of the next process takes away what was half written, or what is not needed any more.
 */
final class BatchWriting {
    private static final Logger LOG = LoggerFactory.getLogger(BatchWriting.class);

    private final Sql sql;
    private final short id;
    private final Tier tier;
    private final Batches batches;
    private final SealingClaim claim;
    private final GatheredRows rows;
    private final Copying copying;
    private final Copies.Damages damages;
    private final Pace pace;
    private final Clock clock;

    BatchWriting(
            Sql sql,
            short id,
            Tier tier,
            Batches batches,
            SealingClaim claim,
            GatheredRows rows,
            Copying copying,
            Copies.Damages damages,
            Pace pace,
            Clock clock) {
        this.sql = sql;
        this.id = id;
        this.tier = tier;
        this.batches = batches;
        this.claim = claim;
        this.rows = rows;
        this.copying = copying;
        this.damages = damages;
        this.pace = pace;
        this.clock = clock;
    }

    /** What another had begun, or had not quite ended. */
    void tidy() throws IOException {
        sql.update("update batch set state = 'd', changed = now() where tier_id = ? and state = 'w'", id);
        for (BlobId given : batches("d")) {
            batches.remove(given);
        }
        // Whoever was taken for dead may have gone on for a while.
        sql.update("delete from batch where tier_id = ? and state = 'd' and changed < now() - interval '1 day'", id);
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

    /** Of one bucket: written, read back, switched to, and what had gathered taken away. */
    void one(int bucketId, List<GatheredRows.Gathered> content) throws IOException {
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
        sql.update("insert into batch (tier_id, id, bucket_id) values (?, ?, ?)", id, NewVersion.uuid(batch), bucketId);
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
    private List<Location> written(BlobId batch, Bucket bucket, String notebook, List<GatheredRows.Gathered> content)
            throws IOException {
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
    boolean isSound(GatheredRows.Gathered one) throws IOException {
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
