package gedeon.storage.objects;

import gedeon.storage.ObjectKey;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** An act that cannot be done, with the reason as a type and a sentence that names the thing and the remedy. */
public final class Refusal extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final Reason reason;
    private final transient @Nullable ObjectKey about;

    public Refusal(Reason reason, String message) {
        this(reason, message, null);
    }

    private Refusal(Reason reason, @Nullable String message, @Nullable ObjectKey about) {
        super(message);
        this.reason = reason;
        this.about = about;
    }

    /** The same, of which of many objects it speaks. */
    public Refusal about(ObjectKey key) {
        return new Refusal(reason, getMessage(), key);
    }

    /** Of which object it speaks, where many were asked for at once. */
    public Optional<ObjectKey> about() {
        return Optional.ofNullable(about);
    }

    public Reason reason() {
        return reason;
    }

    /** One value an S3 error code; the S3 face maps them in one place. */
    public enum Reason {
        NO_SUCH_BUCKET,
        NO_SUCH_KEY,
        NO_SUCH_VERSION,
        NO_SUCH_UPLOAD,
        BUCKET_EXISTS,
        BUCKET_OWNED,
        BUCKET_NOT_EMPTY,
        INVALID_BUCKET_NAME,
        INVALID_BUCKET_STATE,
        NOT_LOCKABLE,
        INVALID_PART,
        INVALID_PART_ORDER,
        ENTITY_TOO_SMALL,
        ENTITY_TOO_LARGE,
        INCOMPLETE_BODY,
        BAD_DIGEST,
        PRECONDITION_FAILED,
        LOCKED,
        UNKNOWN_KEY,
        KEY_DESTROYED,
        CUSTOMER_KEY,
        ARCHIVED,
        NOT_ARCHIVED,
        RESTORE_UNDER_WAY,
        TOO_MANY_RESTORES,
        TIER_UNAVAILABLE,
        UNKNOWN_OUTCOME
    }
}
