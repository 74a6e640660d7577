package gedeon.storage.disposal;

import gedeon.kernel.ByteCount;
import gedeon.kernel.Digest;
import gedeon.storage.ObjectKey;
import gedeon.storage.VersionId;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is kept of a version that was disposed of.
 *
 * @param bucket as it was called then
 * @param sha256 null where nobody had read the whole of it (a version made of parts)
 * @param came when it was stored
 * @param disposal its number; rebuilt installations keep it
 */
public record Tombstone(
        int notebook,
        int bucketId,
        String bucket,
        ObjectKey key,
        VersionId version,
        boolean isNull,
        ByteCount size,
        String etag,
        @Nullable Digest sha256,
        List<Digest> checksums,
        @Nullable String contentType,
        Instant came,
        Instant disposed,
        String requestedBy,
        String approvedBy,
        String reason,
        long disposal) {
    public String versionText() {
        return isNull ? "null" : version.toString();
    }
}
