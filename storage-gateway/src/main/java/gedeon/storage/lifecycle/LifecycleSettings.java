package gedeon.storage.lifecycle;

import java.time.Duration;

/**
 * @param day how long a "day" of a rule lasts: 24 hours, less only for tests
 * @param abandonedAfter how long after its last part an upload without a rule is aborted and gives its room back
 * @param completedAfter how long the same completion may be repeated
 */
public record LifecycleSettings(Duration day, Duration abandonedAfter, Duration completedAfter) {
    public static final LifecycleSettings DEFAULTS =
            new LifecycleSettings(Duration.ofHours(24), Duration.ofDays(7), Duration.ofHours(24));

    private static final Duration SHORTEST_PAUSE = Duration.ofMillis(50);
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);

    public LifecycleSettings {
        if (!day.isPositive() || day.compareTo(Duration.ofHours(24)) > 0) {
            throw new IllegalArgumentException("a lifecycle day lasts up to 24 hours, was " + day);
        }
        if (!abandonedAfter.isPositive() || !completedAfter.isPositive()) {
            throw new IllegalArgumentException(
                    "uploads are kept for some time, was " + abandonedAfter + " and " + completedAfter);
        }
    }

    public Days days() {
        return new Days(day);
    }

    /** How often a bucket is walked. */
    Duration every() {
        return day.dividedBy(6);
    }

    /** How often the job looks for what is due. */
    Duration pause() {
        Duration half = every().dividedBy(2);
        return half.compareTo(SHORTEST_PAUSE) < 0
                ? SHORTEST_PAUSE
                : half.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : half;
    }
}
