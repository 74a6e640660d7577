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
 * @param attributes what was said of it when it was written, and may have been changed since
 * @param checksums additional checksums of the whole; SHA-256 is absent for multipart versions until their read-back
 * @param composite checksum of the parts' checksums, as S3 has it for multipart versions: {@code SHA256:base64-parts}; never a digest of the bytes
 * @param change the sequence number of the last change of this version's state; consumers drop what is older than they know
 * @param storageClass as S3 names it: {@link #ARCHIVED} where the content has to be restored before it is read
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
        @Nullable String composite,
        Instant created,
        Attributes attributes,
        long change,
        String storageClass) {
    public static final String STANDARD = "STANDARD";
    public static final String ARCHIVED = "GLACIER";

    /** One that is read at once. */
    public StoredVersion(
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
            @Nullable String composite,
            Instant created,
            Attributes attributes,
            long change) {
        this(
                notebook,
                bucketId,
                bucket,
                key,
                version,
                isNull,
                deleteMarker,
                size,
                etag,
                sha256,
                checksums,
                composite,
                created,
                attributes,
                change,
                STANDARD);
    }

    /** Whether it has to be restored before it is read; it may have been. */
    public boolean archived() {
        return storageClass.equals(ARCHIVED);
    }

    public Map<String, String> headers() {
        return attributes.headers();
    }

    public Map<String, String> userMetadata() {
        return attributes.userMetadata();
    }

    public Map<String, String> tags() {
        return attributes.tags();
    }

    public ObjectLock lock() {
        return attributes.lock();
    }

    /** The notebook that wrote it. */
    public int owner() {
        Integer other = attributes.owner();
        return other == null ? notebook : other;
    }

    /** The same version after an edit. */
    public StoredVersion with(Attributes other, long newChange) {
        return new StoredVersion(
                notebook,
                bucketId,
                bucket,
                key,
                version,
                isNull,
                deleteMarker,
                size,
                etag,
                sha256,
                checksums,
                composite,
                created,
                other,
                newChange,
                storageClass);
    }

    /** The same version, its SHA-256 being known. */
    public StoredVersion with(Digest known) {
        return new StoredVersion(
                notebook,
                bucketId,
                bucket,
                key,
                version,
                isNull,
                deleteMarker,
                size,
                etag,
                known,
                checksums,
                composite,
                created,
                attributes,
                change,
                storageClass);
    }

    /** As the S3 face shows it. */
    public String versionText() {
        return isNull ? "null" : version.toString();
    }
}
