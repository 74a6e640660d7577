package gedeon.storage;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is said of a version beside its bytes.
 *
 * @param headers content headers by lower-case name: content-type, content-encoding, cache-control, …
 * @param userMetadata {@code x-amz-meta-…} without the prefix, names in lower case
 * @param acl access list as the S3 face keeps it; null: the owner alone
 * @param owner the notebook that wrote it, where it is another one than the bucket's
 * @param encryption how its bytes are encrypted, which never changes; null: not. Asked for null, the bucket's default decides
 */
public record Attributes(
        Map<String, String> headers,
        Map<String, String> userMetadata,
        Map<String, String> tags,
        ObjectLock lock,
        @Nullable String acl,
        @Nullable Integer owner,
        @Nullable Encryption encryption) {
    public static final Attributes NONE = of(Map.of(), Map.of());

    /** Of a version that is not encrypted, or as its bucket says. */
    public Attributes(
            Map<String, String> headers,
            Map<String, String> userMetadata,
            Map<String, String> tags,
            ObjectLock lock,
            @Nullable String acl,
            @Nullable Integer owner) {
        this(headers, userMetadata, tags, lock, acl, owner, null);
    }

    public static Attributes of(Map<String, String> headers, Map<String, String> userMetadata) {
        return new Attributes(headers, userMetadata, Map.of(), ObjectLock.NONE, null, null);
    }

    public Attributes withTags(Map<String, String> other) {
        return new Attributes(headers, userMetadata, other, lock, acl, owner, encryption);
    }

    public Attributes withLock(ObjectLock other) {
        return new Attributes(headers, userMetadata, tags, other, acl, owner, encryption);
    }

    public Attributes withAcl(@Nullable String other) {
        return new Attributes(headers, userMetadata, tags, lock, other, owner, encryption);
    }

    public Attributes ownedBy(@Nullable Integer other) {
        return new Attributes(headers, userMetadata, tags, lock, acl, other, encryption);
    }

    public Attributes encrypted(@Nullable Encryption other) {
        return new Attributes(headers, userMetadata, tags, lock, acl, owner, other);
    }
}
