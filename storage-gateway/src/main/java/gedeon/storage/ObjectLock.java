package gedeon.storage;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What keeps a version from being removed (S3 Object Lock). Retention has both a mode and an end, or neither.
 *
 * @param retainUntil judged by the database's clock
 */
public record ObjectLock(@Nullable Mode mode, @Nullable Instant retainUntil, boolean legalHold) {
    public static final ObjectLock NONE = new ObjectLock(null, null, false);

    public enum Mode {
        /** Who has the right to may shorten it or remove the version before. */
        GOVERNANCE,
        /** Nobody may; it can only be made longer. */
        COMPLIANCE
    }

    public ObjectLock {
        if ((mode == null) != (retainUntil == null)) {
            throw new IllegalArgumentException("retention has a mode and an end, was " + mode + " and " + retainUntil);
        }
    }

    public ObjectLock retained(@Nullable Mode newMode, @Nullable Instant until) {
        return new ObjectLock(newMode, until, legalHold);
    }

    public ObjectLock held(boolean hold) {
        return new ObjectLock(mode, retainUntil, hold);
    }
}
