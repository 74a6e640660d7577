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
import gedeon.storage.encryption.SuppliedKey;
import gedeon.storage.namespace.Arrival;
import gedeon.storage.quota.Claim;
import gedeon.storage.tier.Place;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Buckets, objects and multipart uploads, free of HTTP. What returns is durable: bytes synced in the tier, version, ledger and outbox committed in one
 * transaction. Every refusal is a {@link Refusal} or {@link gedeon.storage.QuotaExceeded}; after one, nothing is stored and nothing stays reserved.
 */
public interface ObjectStore {
    // --- buckets

    /** @throws Refusal BUCKET_EXISTS (another notebook's), BUCKET_OWNED (this notebook's) */
    Bucket createBucket(int notebook, String name, boolean versioned);

    /** A notebook's room as this process's last commit saw it, where that is above its first threshold. From memory. */
    Optional<Quota> nearlyFull(int notebook);

    /** The notebook's bucket for raw data: versioned and locked (GOVERNANCE, one year unless a plan says otherwise). */
    Bucket createRawBucket(int notebook, String name);

    /** A bucket with object lock from its beginning, versioned, without default retention. */
    Bucket createLockedBucket(int notebook, String name);

    Optional<Bucket> bucket(String name);

    List<Bucket> buckets(int notebook);

    /**
     * Switches versioning on or off for what is written from now on.
     *
     * @throws Refusal INVALID_BUCKET_STATE for anything but ENABLED where the bucket is locked
     */
    void setVersioning(Bucket bucket, Versioning versioning);

    /**
     * Lets versions be kept under retention and hold, which cannot be taken back; versioning must be on.
     *
     * @param retention of new versions from now on; null for none
     * @throws Refusal INVALID_BUCKET_STATE where versioning is not on
     */
    void lock(Bucket bucket, @Nullable Retention retention);

    /** Keeps a text of the bucket, or takes it away where null. */
    void set(Bucket bucket, BucketSetting which, @Nullable String text);

    /** @throws Refusal NO_SUCH_BUCKET, BUCKET_NOT_EMPTY (any version or marker left; open uploads are aborted) */
    void deleteBucket(String name);

    // --- objects

    StoredVersion put(Put put) throws IOException;

    /**
     * Stores small objects of one bucket together, all in one transaction: their versions in the order in which they came. Room for all is promised before
     * any is read.
     *
     * @throws Refusal which says of which object; then, and after whatever else is thrown, none is stored
     */
    List<StoredVersion> putTogether(Together together) throws IOException;

    /** The version asked for, or the current one; markers are returned as such. */
    Optional<StoredVersion> find(Bucket bucket, ObjectKey key, @Nullable VersionId version, boolean nullVersion);

    /** What is kept of a version that was disposed of. */
    Optional<Tombstone> disposed(Bucket bucket, ObjectKey key, @Nullable VersionId version, boolean nullVersion);

    /** The live objects among {@code keys}, in key order, by one look. */
    List<StoredVersion> live(Bucket bucket, List<ObjectKey> keys);

    /** As {@link #read(StoredVersion, long, long, SuppliedKey)} for what no customer's key encrypts. */
    default InputStream read(StoredVersion version, long offset, long length) throws IOException {
        return read(version, offset, length, null);
    }

    /**
     * Plain bytes; each block's checksum is checked, and each frame opened, before any of it is handed out. The caller closes.
     *
     * @param key the one that the version was encrypted with, where that was a customer's
     * @throws Refusal CUSTOMER_KEY (none or another one), KEY_DESTROYED, NO_SUCH_VERSION
     */
    default InputStream read(StoredVersion version, long offset, long length, @Nullable SuppliedKey key)
            throws IOException {
        return read(version, null, offset, length, key);
    }

    /**
     * As {@link #read(StoredVersion, long, long, SuppliedKey)}, where it is known already where the version lies.
     *
     * @param whole null where it is not known
     */
    InputStream read(StoredVersion version, @Nullable Place whole, long offset, long length, @Nullable SuppliedKey key)
            throws IOException;

    /** The parts that a version was completed of, by number; none where it was written at once. */
    List<PlacedPart> partsOf(StoredVersion version, int after, int max);

    /** The SHA-256 of the whole, read back and recorded where the namespace does not know it yet (a version made of parts). */
    Digest sha256(StoredVersion version) throws IOException;

    /** As {@link #copy(StoredVersion, SuppliedKey, Put)} of what no customer's key encrypts. */
    default StoredVersion copy(StoredVersion source, Put target) throws IOException {
        return copy(source, null, target);
    }

    /**
     * A copy in the same notebook, encrypted with the same key, shares blobs and counts its bytes anew; else bytes are copied.
     *
     * @param sourceKey the one that the source was encrypted with, where that was a customer's
     */
    StoredVersion copy(StoredVersion source, @Nullable SuppliedKey sourceKey, Put target) throws IOException;

    /**
     * Deletes as S3 does: in a versioned bucket without {@code version} a marker is put on top and returned; otherwise the version goes away.
     * A missing key is no error. Raw data is write-once: versions under retention are refused (LOCKED).
     */
    Deleted delete(Deletion deletion);

    /** As {@link #delete(Deletion)}, without conditions or bypass. */
    default Deleted delete(Bucket bucket, ObjectKey key, @Nullable VersionId version, boolean nullVersion) {
        return delete(new Deletion(bucket, key, version, nullVersion, false, DeleteConditions.NONE));
    }

    /**
     * Changes what is said of a version, never its content, under its key's lock.
     *
     * @param change from the attributes as they are to those that shall be; may throw a {@link Refusal}
     * @throws Refusal NO_SUCH_VERSION where it is gone; LOCKED where COMPLIANCE would be shortened, or GOVERNANCE without {@code bypass}
     */
    StoredVersion edit(StoredVersion version, boolean bypass, UnaryOperator<Attributes> change);

    /** One page in unsigned byte order, one snapshot; with a delimiter it seeks past each common prefix. */
    default Page list(Bucket bucket, byte[] prefix, byte[] delimiter, byte @Nullable [] after, int max) {
        return list(bucket, prefix, delimiter, after, max, false);
    }

    /** @param owners whether entries name who wrote them: then each costs the reading of its version as well */
    Page list(Bucket bucket, byte[] prefix, byte[] delimiter, byte @Nullable [] after, int max, boolean owners);

    /** One page of all versions and markers: keys in unsigned byte order, of one key the newest first. */
    VersionPage versions(Bucket bucket, byte[] prefix, byte[] delimiter, @Nullable VersionMark after, int max);

    /** Of what lies in archives. */
    Restores restores();

    // --- multipart

    /**
     * @param size of the whole: its room is kept until the upload is completed or aborted; -1 where it is not declared
     * @param claim a reservation: where it has that much, parts and object are stored in its room, and nothing is kept beside it. Null for the notebook's room
     */
    Upload createUpload(
            Bucket bucket,
            ObjectKey key,
            Attributes attributes,
            @Nullable DigestAlgorithm checksum,
            boolean fullObject,
            long size,
            @Nullable Claim claim);

    /** As above, in the notebook's room. */
    default Upload createUpload(
            Bucket bucket,
            ObjectKey key,
            Attributes attributes,
            @Nullable DigestAlgorithm checksum,
            boolean fullObject,
            long size) {
        return createUpload(bucket, key, attributes, checksum, fullObject, size, null);
    }

    /** As {@link #createUpload(Bucket, ObjectKey, Attributes, DigestAlgorithm, boolean, long)}, of a size that nobody knows yet. */
    default Upload createUpload(
            Bucket bucket,
            ObjectKey key,
            Attributes attributes,
            @Nullable DigestAlgorithm checksum,
            boolean fullObject) {
        return createUpload(bucket, key, attributes, checksum, fullObject, -1);
    }

    Optional<Upload> upload(Bucket bucket, ObjectKey key, String uploadId);

    /** One page of open uploads, by key and then by id. */
    UploadPage uploads(Bucket bucket, byte[] prefix, byte[] delimiter, @Nullable UploadMark after, int max);

    /** Stores a part; the same number again replaces it. Counted from now on. Body fields of {@code part} are used, conditions are not. */
    Part putPart(Upload upload, int number, Put part) throws IOException;

    default Part copyPart(Upload upload, int number, StoredVersion source, long offset, long length)
            throws IOException {
        return copyPart(upload, number, source, offset, length, null, null);
    }

    /** @param sourceKey the source's and {@code key} the upload's, where they are encrypted with a customer's */
    Part copyPart(
            Upload upload,
            int number,
            StoredVersion source,
            long offset,
            long length,
            @Nullable SuppliedKey sourceKey,
            @Nullable SuppliedKey key)
            throws IOException;

    List<Part> parts(Upload upload, int after, int max);

    /**
     * Makes one version of the parts named; moves no bytes. The same upload with the same parts again gives the same answer.
     * @throws Refusal NO_SUCH_UPLOAD, INVALID_PART, INVALID_PART_ORDER, ENTITY_TOO_SMALL, PRECONDITION_FAILED
     */
    StoredVersion complete(Upload upload, List<PartNamed> parts, Conditions conditions, WholeDeclared declared);

    /** Gives the room of all parts back; an upload that is gone: NO_SUCH_UPLOAD. */
    void abort(Upload upload);

    // --- values

    /**
     * What is to be stored.
     *
     * @param length plain bytes, -1 where unknown (room is then reserved in steps while streaming)
     * @param attributes where they name no encryption, the bucket's default is taken
     * @param compute checksums to compute beside MD5 and SHA-256
     * @param declared asked after the body's end (trailers are known then): each digest must match, else BAD_DIGEST; those of {@code compute} are kept
     * @param customerKey where the attributes say that it encrypts
     * @param expected room to ask for before the body is read, in bytes; -1 where nobody can say. More or less may come
     * @param claim a reservation to store it in; null for the notebook's room
     */
    record Put(
            Bucket bucket,
            ObjectKey key,
            InputStream body,
            long length,
            Attributes attributes,
            Set<DigestAlgorithm> compute,
            Supplier<List<Digest>> declared,
            Conditions conditions,
            @Nullable SuppliedKey customerKey,
            Arrival arrival,
            long expected,
            @Nullable Claim claim) {
        public Put(
                Bucket bucket,
                ObjectKey key,
                InputStream body,
                long length,
                Attributes attributes,
                Set<DigestAlgorithm> compute,
                Supplier<List<Digest>> declared,
                Conditions conditions,
                @Nullable SuppliedKey customerKey) {
            this(
                    bucket,
                    key,
                    body,
                    length,
                    attributes,
                    compute,
                    declared,
                    conditions,
                    customerKey,
                    Arrival.PUT,
                    length,
                    null);
        }

        public Put arrivedBy(Arrival other) {
            return with(other, expected, claim);
        }

        /** The same, of a length that is not declared but likely. */
        public Put expecting(long bytes) {
            return with(arrival, bytes, claim);
        }

        /** The same, in a reservation where that has room for it. */
        public Put within(@Nullable Claim other) {
            return with(arrival, expected, other);
        }

        private Put with(Arrival otherArrival, long otherExpected, @Nullable Claim otherClaim) {
            return new Put(
                    bucket,
                    key,
                    body,
                    length,
                    attributes,
                    compute,
                    declared,
                    conditions,
                    customerKey,
                    otherArrival,
                    otherExpected,
                    otherClaim);
        }

        public Put(
                Bucket bucket,
                ObjectKey key,
                InputStream body,
                long length,
                Attributes attributes,
                Set<DigestAlgorithm> compute,
                Supplier<List<Digest>> declared,
                Conditions conditions) {
            this(bucket, key, body, length, attributes, compute, declared, conditions, null);
        }

        /** How it shall be encrypted; null: not. */
        @Nullable Encryption encryption() {
            Encryption asked = attributes.encryption();
            return asked == null ? bucket.encryption() : asked;
        }
    }

    /**
     * {@code If-Match} and {@code If-None-Match} of writes: an etag without quotes, or {@code *}; checked early and again under the key's lock.
     *
     * @param addsOnly whether the writer may never take the place of anything (an agent): where the bucket keeps no versions, its key must be free
     */
    record Conditions(@Nullable String ifMatch, @Nullable String ifNoneMatch, boolean addsOnly) {
        public static final Conditions NONE = new Conditions(null, null);

        public Conditions(@Nullable String ifMatch, @Nullable String ifNoneMatch) {
            this(ifMatch, ifNoneMatch, false);
        }
    }

    /**
     * What is to be deleted.
     *
     * @param bypass whether retention in GOVERNANCE stands in the way; the right to is the caller's to ask
     */
    record Deletion(
            Bucket bucket,
            ObjectKey key,
            @Nullable VersionId version,
            boolean nullVersion,
            boolean bypass,
            DeleteConditions conditions) {}

    /**
     * What the version that is deleted (the current one where none is named) must be, under the key's lock.
     *
     * @param change its last change: the very state that was seen, tags and locks as well, and not part of a sealed dataset
     */
    record DeleteConditions(
            @Nullable String etag,
            @Nullable Instant modified,
            @Nullable Long size,
            @Nullable Long change) {
        public static final DeleteConditions NONE = new DeleteConditions(null, null, null);

        public DeleteConditions(@Nullable String etag, @Nullable Instant modified, @Nullable Long size) {
            this(etag, modified, size, null);
        }

        /** As it was seen and not sealed, or not at all. */
        public static DeleteConditions unchanged(StoredVersion seen) {
            return new DeleteConditions(null, null, null, seen.change());
        }
    }

    /** {@code version} is the marker made, or the version removed; empty where there was nothing. */
    record Deleted(Optional<StoredVersion> version, boolean markerMade) {}

    record Page(List<Entry> entries, boolean truncated, byte @Nullable [] next) {}

    /** A key or a common prefix, in the order of the page. */
    sealed interface Entry {
        /** @param owner the notebook that owns it, where that is another than the bucket's and owners were asked for */
        record Key(
                byte[] key,
                long size,
                String etag,
                Instant modified,
                @Nullable Integer owner,
                String storageClass) implements Entry {}

        record CommonPrefix(byte[] prefix) implements Entry {}
    }

    /** The last version of a page, or a common prefix; without a version the page goes on behind all of the key's. */
    record VersionMark(byte[] key, @Nullable VersionId version) {}

    /** @param latest whether it is the newest of its key */
    record VersionEntry(StoredVersion version, boolean latest) {}

    /** @param prefixes common prefixes, in order beside the entries */
    record VersionPage(
            List<VersionEntry> entries,
            List<byte[]> prefixes,
            boolean truncated,
            @Nullable VersionMark next) {}

    /** @param reservation whose room its parts take; null where it is of none */
    record Upload(
            String id,
            Bucket bucket,
            ObjectKey key,
            Instant created,
            Attributes attributes,
            @Nullable DigestAlgorithm checksum,
            boolean fullObject,
            boolean keepsRoom,
            @Nullable UUID reservation) {}

    /** The last upload of a page, or a common prefix; without an id the page goes on behind all of the key's. */
    record UploadMark(byte[] key, @Nullable String id) {}

    record UploadPage(
            List<Upload> uploads,
            List<byte[]> prefixes,
            boolean truncated,
            @Nullable UploadMark next) {}

    record Part(int number, long size, String etag, List<Digest> checksums, Instant modified) {}

    /** A part of a version, and where it begins in it. */
    record PlacedPart(long start, Part part) {}

    /** @param checksums of the part, as the client has them; each must be the part's own */
    record PartNamed(int number, String etag, List<Digest> checksums) {
        public PartNamed(int number, String etag) {
            this(number, etag, List.of());
        }
    }

    /**
     * Checksums that a completion declares of the whole.
     *
     * @param digests of its bytes: compared where the algorithm can be combined from the parts' or is the upload's
     * @param composite {@code ALGORITHM:base64-parts}
     */
    record WholeDeclared(List<Digest> digests, @Nullable String composite) {
        public static final WholeDeclared NOTHING = new WholeDeclared(List.of(), null);
    }
}
