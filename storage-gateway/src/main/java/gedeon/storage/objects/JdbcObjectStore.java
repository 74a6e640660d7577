package gedeon.storage.objects;

import gedeon.kernel.Digest;
import gedeon.kernel.DigestAlgorithm;
import gedeon.storage.Attributes;
import gedeon.storage.Encryption;
import gedeon.storage.ObjectKey;
import gedeon.storage.Quota;
import gedeon.storage.Restores;
import gedeon.storage.StoredVersion;
import gedeon.storage.VersionId;
import gedeon.storage.Versioning;
import gedeon.storage.disposal.Tombstone;
import gedeon.storage.disposal.Tombstones;
import gedeon.storage.encryption.Sealing;
import gedeon.storage.encryption.SuppliedKey;
import gedeon.storage.namespace.Buckets;
import gedeon.storage.namespace.Committer;
import gedeon.storage.namespace.Completions;
import gedeon.storage.namespace.Deletes;
import gedeon.storage.namespace.Edits;
import gedeon.storage.namespace.Listing;
import gedeon.storage.namespace.Namespace;
import gedeon.storage.namespace.Uploads;
import gedeon.storage.namespace.VersionListing;
import gedeon.storage.namespace.Versions;
import gedeon.storage.quota.Claim;
import gedeon.storage.quota.QuotaLedger;
import gedeon.storage.sql.Sql;
import gedeon.storage.tier.Place;
import gedeon.storage.tier.Tiers;
import java.io.IOException;
import java.io.InputStream;
import java.time.Clock;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** The object store on PostgreSQL and tiers: each act is one of the paths beside. */
public final class JdbcObjectStore implements ObjectStore {
    private static final int ABORTED_AT_ONCE = 1000;

    private final Restores restores;
    private final QuotaLedger ledger;
    private final Buckets buckets;
    private final Versions versions;
    private final Listing listing;
    private final VersionListing versionListing;
    private final Edits edits;
    private final Deletes deletes;
    private final Tombstones tombstones;
    private final Uploads uploads;
    private final WritePath writes;
    private final TogetherPath togethers;
    private final ReadPath reads;
    private final ReadBack readBack;
    private final CopyPath copying;
    private final MultipartUploads multipart;
    private final Runnable journal;

    /** @param journal makes durable in a tier what no blob's header says, before it is acknowledged: docs/storage.md, "Journal and rebuild" */
    public JdbcObjectStore(
            Sql sql,
            QuotaLedger ledger,
            Tiers tiers,
            Copies copies,
            Namespace namespace,
            Committer committer,
            Sealing sealing,
            Restores restores,
            Clock clock,
            Runnable journal) {
        this.journal = journal;
        this.restores = restores;
        this.ledger = ledger;
        this.buckets = new Buckets(sql.followedBy(journal));
        this.versions = new Versions(sql);
        this.listing = new Listing(sql);
        this.versionListing = new VersionListing(sql);
        this.edits = new Edits(sql, namespace);
        this.tombstones = new Tombstones(sql);
        this.deletes = new Deletes(sql, namespace, ledger);
        this.uploads = new Uploads(sql, namespace, ledger);
        this.writes = new WritePath(ledger, tiers, committer, sealing, clock);
        this.togethers = new TogetherPath(ledger, committer, writes);
        this.reads = new ReadPath(versions, copies, sealing);
        this.readBack = new ReadBack(versions, reads);
        this.copying = new CopyPath(versions, reads, writes, ledger);
        this.multipart = new MultipartUploads(uploads, new Completions(sql, namespace, ledger), writes, ledger, clock);
    }

    @Override
    public Optional<Quota> nearlyFull(int notebook) {
        return ledger.nearlyFull(notebook);
    }

    @Override
    public Bucket createBucket(int notebook, String name, boolean versioned) {
        return buckets.create(notebook, name, versioned, false, null);
    }

    @Override
    public Bucket createRawBucket(int notebook, String name) {
        return buckets.create(notebook, name, true, true, Retention.RAW_DATA);
    }

    @Override
    public Bucket createLockedBucket(int notebook, String name) {
        return buckets.create(notebook, name, true, true, null);
    }

    @Override
    public void setVersioning(Bucket bucket, Versioning versioning) {
        buckets.setVersioning(bucket, versioning);
    }

    @Override
    public void lock(Bucket bucket, @Nullable Retention retention) {
        buckets.lock(bucket, retention);
    }

    @Override
    public void set(Bucket bucket, BucketSetting which, @Nullable String text) {
        buckets.set(bucket, which, text);
    }

    @Override
    public Optional<Bucket> bucket(String name) {
        return buckets.find(name);
    }

    @Override
    public List<Bucket> buckets(int notebook) {
        return buckets.ofNotebook(notebook);
    }

    @Override
    public void deleteBucket(String name) {
        Bucket bucket =
                buckets.find(name).orElseThrow(() -> new Refusal(Refusal.Reason.NO_SUCH_BUCKET, "no bucket " + name));
        buckets.requireEmpty(bucket);
        abortAll(bucket);
        buckets.delete(bucket);
    }

    private void abortAll(Bucket bucket) {
        UploadPage page;
        do {
            page = uploads.page(bucket, new byte[0], new byte[0], null, ABORTED_AT_ONCE);
            page.uploads().forEach(this::abortIfOpen);
        } while (page.truncated());
    }

    /** Whoever completed or aborted it meanwhile has done what was wanted. */
    private void abortIfOpen(Upload upload) {
        try {
            uploads.abort(upload);
        } catch (Refusal gone) {
            if (gone.reason() != Refusal.Reason.NO_SUCH_UPLOAD) {
                throw gone;
            }
        }
    }

    @Override
    public StoredVersion put(Put put) throws IOException {
        versions.requireEarly(put.bucket(), put.key(), put.conditions());
        StoredVersion stored = writes.put(put);
        told(stored);
        return stored;
    }

    private void told(StoredVersion stored) {
        if (stored.attributes().encryption() instanceof Encryption.OwnersKey) {
            // What its header says is sealed under a key that nobody here has.
            journal.run();
        }
    }

    @Override
    public List<StoredVersion> putTogether(Together together) throws IOException {
        List<StoredVersion> stored = togethers.put(together, puts -> {
            Map<ObjectKey, Conditions> asked = new LinkedHashMap<>();
            puts.forEach(put -> asked.put(put.key(), put.conditions()));
            versions.requireEarly(together.bucket(), asked);
        });
        stored.forEach(this::told);
        return stored;
    }

    @Override
    public Optional<StoredVersion> find(
            Bucket bucket, ObjectKey key, @Nullable VersionId version, boolean nullVersion) {
        if (version != null) {
            return versions.exact(bucket.id(), key, version);
        }
        return nullVersion ? versions.nullVersion(bucket.id(), key) : versions.newest(bucket.id(), key);
    }

    @Override
    public List<StoredVersion> live(Bucket bucket, List<ObjectKey> keys) {
        return versions.live(bucket.id(), keys);
    }

    @Override
    public InputStream read(
            StoredVersion version, @Nullable Place whole, long offset, long length, @Nullable SuppliedKey key)
            throws IOException {
        return reads.read(version, whole, offset, length, key);
    }

    @Override
    public List<PlacedPart> partsOf(StoredVersion version, int after, int max) {
        return uploads.partsOf(version, after, max);
    }

    @Override
    public Digest sha256(StoredVersion version) throws IOException {
        return readBack.sha256(version);
    }

    @Override
    public StoredVersion copy(StoredVersion source, @Nullable SuppliedKey sourceKey, Put target) throws IOException {
        StoredVersion copy = copying.copy(source, sourceKey, target);
        journal.run();
        return copy;
    }

    @Override
    public Optional<Tombstone> disposed(
            Bucket bucket, ObjectKey key, @Nullable VersionId version, boolean nullVersion) {
        return nullVersion || version == null
                ? tombstones.newestNull(bucket.id(), key)
                : tombstones.find(bucket.id(), key, version);
    }

    @Override
    public Deleted delete(Deletion deletion) {
        Deleted deleted = deletes.delete(deletion);
        if (deletion.version() != null && deletion.bucket().locked()) {
            journal.run();
        }
        return deleted;
    }

    @Override
    public StoredVersion edit(StoredVersion version, boolean bypass, UnaryOperator<Attributes> change) {
        StoredVersion edited = edits.edit(version, bypass, change);
        journal.run();
        return edited;
    }

    @Override
    public Page list(Bucket bucket, byte[] prefix, byte[] delimiter, byte @Nullable [] after, int max, boolean owners) {
        return max == 0
                ? new Page(List.of(), false, null)
                : listing.page(bucket.id(), prefix, delimiter, after, max, owners);
    }

    @Override
    public VersionPage versions(Bucket bucket, byte[] prefix, byte[] delimiter, @Nullable VersionMark after, int max) {
        return max == 0
                ? new VersionPage(List.of(), List.of(), false, null)
                : versionListing.page(bucket.id(), prefix, delimiter, after, max);
    }

    @Override
    public Restores restores() {
        return restores;
    }

    @Override
    public Upload createUpload(
            Bucket bucket,
            ObjectKey key,
            Attributes attributes,
            @Nullable DigestAlgorithm checksum,
            boolean fullObject,
            long size,
            @Nullable Claim claim) {
        Encryption asked = attributes.encryption();
        return uploads.create(
                bucket,
                key,
                attributes.encrypted(asked == null ? bucket.encryption() : asked),
                checksum,
                fullObject,
                size,
                claim);
    }

    @Override
    public Optional<Upload> upload(Bucket bucket, ObjectKey key, String uploadId) {
        return uploads.find(bucket, key, uploadId);
    }

    @Override
    public UploadPage uploads(Bucket bucket, byte[] prefix, byte[] delimiter, @Nullable UploadMark after, int max) {
        return max == 0
                ? new UploadPage(List.of(), List.of(), false, null)
                : uploads.page(bucket, prefix, delimiter, after, max);
    }

    @Override
    public Part putPart(Upload upload, int number, Put part) throws IOException {
        // CRC64NVME of the whole is combined from the parts' at completion.
        Set<DigestAlgorithm> compute = EnumSet.of(DigestAlgorithm.CRC64NVME);
        compute.addAll(part.compute());
        if (upload.checksum() != null) {
            compute.add(upload.checksum());
        }
        return multipart.putPart(
                upload,
                number,
                new Put(
                        part.bucket(),
                        part.key(),
                        part.body(),
                        part.length(),
                        part.attributes(),
                        compute,
                        part.declared(),
                        part.conditions(),
                        part.customerKey()));
    }

    @Override
    public Part copyPart(
            Upload upload,
            int number,
            StoredVersion source,
            long offset,
            long length,
            @Nullable SuppliedKey sourceKey,
            @Nullable SuppliedKey key)
            throws IOException {
        ReadPath.requireKey(source, sourceKey);
        try (InputStream bytes = new OnFirstRead(() -> reads.read(source, offset, length, sourceKey))) {
            return putPart(
                    upload,
                    number,
                    new Put(
                            upload.bucket(),
                            upload.key(),
                            bytes,
                            length,
                            Attributes.NONE,
                            Set.of(),
                            List::of,
                            Conditions.NONE,
                            key));
        }
    }

    @Override
    public List<Part> parts(Upload upload, int after, int max) {
        return uploads.parts(upload, after, max);
    }

    @Override
    public StoredVersion complete(Upload upload, List<PartNamed> parts, Conditions conditions, WholeDeclared declared) {
        StoredVersion completed = multipart.complete(upload, parts, conditions, declared);
        journal.run();
        return completed;
    }

    @Override
    public void abort(Upload upload) {
        uploads.abort(upload);
    }
}
