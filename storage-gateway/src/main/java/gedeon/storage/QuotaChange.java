package gedeon.storage;

import gedeon.kernel.ByteCount;
import org.jspecify.annotations.Nullable;

/**
 * What is to be different of a scope's room; what is null stays as it is.
 *
 * @param limit bytes
 * @param limitObjects objects; not together with {@code unlimitedObjects}
 * @param unlimitedObjects true: any number of objects
 * @param overallocation of a unit: by how many per cent the limits of what is directly below may together pass its own; negative: by any
 * @param warnAt per cent of the limit at which a first warning is due; 0: the institution's
 * @param alarmAt per cent at which the second is; 0: the institution's
 * @param graceDays after so many days above {@code alarmAt} that binds as the limit does; 0: it never does
 */
public record QuotaChange(
        @Nullable ByteCount limit,
        @Nullable Long limitObjects,
        boolean unlimitedObjects,
        @Nullable Integer overallocation,
        @Nullable Integer warnAt,
        @Nullable Integer alarmAt,
        @Nullable Integer graceDays) {
    public static final QuotaChange NOTHING = new QuotaChange(null, null, false, null, null, null, null);

    public QuotaChange {
        if (limitObjects != null && limitObjects < 0) {
            throw new IllegalArgumentException("a limit of objects is never negative, was " + limitObjects);
        }
        if (limitObjects != null && unlimitedObjects) {
            throw new IllegalArgumentException("either a limit of objects or none is said, not both");
        }
        if (overallocation != null && overallocation > 10_000) {
            throw new IllegalArgumentException("over-allocation is at most 10000 per cent, was " + overallocation);
        }
        requirePercent("the warning", warnAt);
        requirePercent("the alarm", alarmAt);
        if (graceDays != null && (graceDays < 0 || graceDays > 3_650)) {
            throw new IllegalArgumentException("a grace is 0 to 3650 days, was " + graceDays);
        }
    }

    private static void requirePercent(String what, @Nullable Integer percent) {
        if (percent != null && (percent < 0 || percent > 100)) {
            throw new IllegalArgumentException(
                    what + " is at 1 to 100 per cent of the limit, or 0 for the institution's, was " + percent);
        }
    }

    public static QuotaChange limit(ByteCount limit) {
        return new QuotaChange(limit, null, false, null, null, null, null);
    }

    /** @param limit null for any number */
    public static QuotaChange objects(@Nullable Long limit) {
        return new QuotaChange(null, limit, limit == null, null, null, null, null);
    }

    public QuotaChange withOverallocation(@Nullable Integer percent) {
        return new QuotaChange(limit, limitObjects, unlimitedObjects, percent, warnAt, alarmAt, graceDays);
    }

    public QuotaChange withWarnings(@Nullable Integer warn, @Nullable Integer alarm, @Nullable Integer grace) {
        return new QuotaChange(limit, limitObjects, unlimitedObjects, overallocation, warn, alarm, grace);
    }
}
