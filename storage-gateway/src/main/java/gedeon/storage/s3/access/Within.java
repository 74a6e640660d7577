package gedeon.storage.s3.access;

import gedeon.storage.notebooks.Notebooks.KeyHolder;
import gedeon.storage.notebooks.Notebooks.Session;
import gedeon.storage.objects.Bucket;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a temporary key was made for: objects below its prefix, and listing them. Everything else is refused it, whatever roles and buckets allow. */
final class Within {
    private Within() {}

    /**
     * @param key of the object; null where many are meant, each of which is asked for by itself
     * @return why not; empty where the key may go on to be decided on
     */
    static Optional<Decision> refused(
            KeyHolder who, S3Action action, Bucket bucket, @Nullable String key, Facts facts) {
        Session session = who.session();
        if (session == null) {
            return Optional.empty();
        }
        boolean inside = (session.bucket() == null || session.bucket().equals(bucket.name()))
                && switch (action) {
                    case LIST_BUCKET, LIST_VERSIONS, LIST_UPLOADS ->
                        facts.of("s3:prefix").stream().findFirst().orElse("").startsWith(session.prefix());
                    case GET_LOCATION -> true;
                    default -> action.onObject() && (key == null || key.startsWith(session.prefix()));
                };
        return inside
                ? Optional.empty()
                : Optional.of(new Decision.Denied(
                        "the temporary key is for objects below \"" + session.prefix() + "\""
                                + (session.bucket() == null ? "" : " of bucket " + session.bucket()),
                        true));
    }
}
