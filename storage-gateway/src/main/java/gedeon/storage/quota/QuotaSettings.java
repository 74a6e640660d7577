package gedeon.storage.quota;

import org.jspecify.annotations.Nullable;

/**
 * The institution's rules of room, for scopes that have none of their own.
 *
 * @param warnAtPercent of a limit, where a first warning is due
 * @param alarmAtPercent where the second is
 * @param overallocation by how many per cent the limits of units that stand alone may together pass what the tiers hold and can take; null: by any
 */
public record QuotaSettings(
        int warnAtPercent, int alarmAtPercent, @Nullable Integer overallocation) {
    public static final QuotaSettings DEFAULTS = new QuotaSettings(80, 90, null);

    public QuotaSettings {
        if (warnAtPercent < 1 || warnAtPercent > 100) {
            throw new IllegalArgumentException(
                    "gedeon.storage.quota.warn-at-percent must be 1..100, was " + warnAtPercent);
        }
        if (alarmAtPercent < warnAtPercent || alarmAtPercent > 100) {
            throw new IllegalArgumentException("gedeon.storage.quota.alarm-at-percent must be " + warnAtPercent
                    + " (warn-at-percent) to 100, was " + alarmAtPercent);
        }
        if (overallocation != null && (overallocation < 0 || overallocation > 10_000)) {
            throw new IllegalArgumentException(
                    "gedeon.storage.quota.overallocation must be 0..10000 per cent, or absent, was " + overallocation);
        }
    }
}
