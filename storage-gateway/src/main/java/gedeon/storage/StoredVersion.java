package gedeon.storage;

import gedeon.kernel.ByteCount;
import gedeon.kernel.Digest;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One version as the namespace holds it.
 *
 * @param headers content headers by lower-case name: content-type, content-encoding, cache-control, …
 * @param userMetadata {@code x-amz-meta-…} without the prefix, names in lower case
 * @param checksums additional checksums; SHA-256 is absent for multipart versions until their read-back
 * @param change the sequence number of the last change of this version's state; consumers drop what is older than they know
 */
public record StoredVersion(
        int notebook,
        int bucketId,
        String bucket,
        ObjectKey key,
        VersionId version,
        boolean isNull,
        boolean deleteMarker,
        ByteCount size,
        String etag,
        @Nullable Digest sha256,
        List<Digest> checksums,
        Instant created,
        Map<String, String> headers,
        Map<String, String> userMetadata,
        long change) {}
