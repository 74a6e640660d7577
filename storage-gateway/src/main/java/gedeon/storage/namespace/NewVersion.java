package gedeon.storage.namespace;

import gedeon.kernel.Digest;
import gedeon.storage.Attributes;
import gedeon.storage.BlobId;
import gedeon.storage.ObjectKey;
import gedeon.storage.encryption.BlobKey;
import gedeon.storage.objects.Bucket;
import gedeon.storage.objects.ObjectStore.Conditions;
import gedeon.storage.quota.QuotaLedger;
import gedeon.storage.tier.Place;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A version that waits for its commit: bytes are in the tier already.
 *
 * @param place where a new blob lies; null where the content is shared or made of parts
 * @param blobKey what is kept of the new blob's data key, where it is encrypted
 * @param sharedBlob a blob of the same notebook that a copy shares
 * @param content the parts that make the content
 * @param composite see {@link gedeon.storage.StoredVersion}
 * @param arrival how it came, for who is told of it
 * @param modified when its content was last changed, where that is known from before; null: now
 * @param lease that promised its room, see {@link gedeon.storage.quota.QuotaLedger.Reservation#lease}
 * @param reservation in whose room it is stored, see {@link gedeon.storage.quota.QuotaLedger.Reservation#reservation}
 * @param attributes as asked for; a bucket's default retention is added in the commit
 */
public record NewVersion(
        Bucket bucket,
        ObjectKey key,
        long nonce,
        long size,
        String etag,
        @Nullable Digest sha256,
        List<Digest> checksums,
        @Nullable String composite,
        Attributes attributes,
        @Nullable Place place,
        @Nullable BlobKey blobKey,
        @Nullable BlobId sharedBlob,
        @Nullable UUID content,
        Conditions conditions,
        Arrival arrival,
        @Nullable Instant modified,
        @Nullable UUID lease,
        @Nullable UUID reservation) {

    /** One that is as old as its commit, in room of this process's lease, whichever it has. */
    public NewVersion(
            Bucket bucket,
            ObjectKey key,
            long nonce,
            long size,
            String etag,
            @Nullable Digest sha256,
            List<Digest> checksums,
            @Nullable String composite,
            Attributes attributes,
            @Nullable Place place,
            @Nullable BlobKey blobKey,
            @Nullable BlobId sharedBlob,
            @Nullable UUID content,
            Conditions conditions,
            Arrival arrival) {
        this(
                bucket,
                key,
                nonce,
                size,
                etag,
                sha256,
                checksums,
                composite,
                attributes,
                place,
                blobKey,
                sharedBlob,
                content,
                conditions,
                arrival,
                null,
                null,
                null);
    }

    /** The same, in room that this lease promised. */
    public NewVersion under(@Nullable UUID promised) {
        return with(promised, null);
    }

    /** The same, in that room. */
    public NewVersion in(QuotaLedger.Reservation room) {
        return with(room.lease(), room.reservation());
    }

    private NewVersion with(@Nullable UUID promised, @Nullable UUID kept) {
        return new NewVersion(
                bucket,
                key,
                nonce,
                size,
                etag,
                sha256,
                checksums,
                composite,
                attributes,
                place,
                blobKey,
                sharedBlob,
                content,
                conditions,
                arrival,
                modified,
                promised,
                kept);
    }

    /** When it counts as stored: its commit, unless it says that it is older. */
    Instant created(Instant now) {
        Instant said = modified;
        return said == null || said.isAfter(now) ? now : said.truncatedTo(ChronoUnit.MICROS);
    }

    /** A blob's id as the database keeps it. */
    public static UUID uuid(BlobId blob) {
        return new UUID(blob.high(), blob.low());
    }
}
