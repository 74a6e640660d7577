package gedeon.storage.namespace;

import gedeon.storage.StoredVersion;
import gedeon.storage.objects.Bucket;
import java.util.List;

/** Whom a bucket wants to be told of what happens in it. Asked within the commit, and only where the bucket has such a setting: answers from memory. */
@FunctionalInterface
public interface Watchers {
    /** One outbox body for each that is to be told; {@code event} without S3's prefix, such as {@code ObjectCreated:Put}. */
    List<String> toTell(Bucket bucket, String event, StoredVersion version);
}
