package gedeon.storage.namespace;

import gedeon.kernel.Digest;
import gedeon.storage.Attributes;
import gedeon.storage.BlobId;
import gedeon.storage.ObjectKey;
import gedeon.storage.encryption.BlobKey;
import gedeon.storage.objects.Bucket;
import gedeon.storage.objects.ObjectStore.Conditions;
import gedeon.storage.tier.Place;
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
        Arrival arrival) {

    /** A blob's id as the database keeps it. */
    public static UUID uuid(BlobId blob) {
        return new UUID(blob.high(), blob.low());
    }
}
