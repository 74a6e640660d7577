package gedeon.storage.s3.access;

import gedeon.storage.s3.Ownership;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * All that a decision depends on.
 *
 * @param notebook that the bucket belongs to
 * @param key of the object; empty where many are meant, null for what is asked of the bucket
 * @param object the version that is there, where one is in view
 * @param policy null where the bucket has none
 * @param block what stands against public grants; asked only where such a grant is in question
 */
public record Question(
        Caller caller,
        S3Action action,
        int notebook,
        String bucket,
        @Nullable String key,
        @Nullable Held object,
        Acl bucketAcl,
        Ownership ownership,
        @Nullable Policy policy,
        Supplier<PublicAccessBlock> block,
        Facts facts) {
    /** A version's owner and access list. */
    public record Held(int owner, Acl acl) {}

    String resource() {
        String arn = "arn:aws:s3:::" + bucket;
        return action.onObject() ? arn + "/" + (key == null ? "" : key) : arn;
    }
}
