package gedeon.storage.lifecycle.fixity;

import java.time.Duration;

/**
 * The pace at which a round reads all bytes of a tier within a period, although its job gives way to others, waits or stands still for some of the time. It reads
 * all in five sixths of the period, so that what comes meanwhile is read in time as well; and as much faster as it is behind, up to sixteen times as fast, which
 * makes good within half a hundredth of the period what was lost before. So a round that works for a tenth of its time at least ends within its period.
 */
record EvenPace(long bytes, Duration period) {
    private static final long SLOWEST = 1 << 20;
    private static final int FASTEST = 16;

    /** @param read of the round's bytes, in the time that is gone since it began */
    long bytesPerSecond(long read, Duration gone) {
        double whole = Math.max(1, period.toSeconds() * 5 / 6.0);
        double even = bytes / whole;
        double behind = bytes * Math.min(1, gone.toSeconds() / whole) - read;
        double madeGood = behind / Math.max(1, period.toSeconds() / 200.0);
        return Math.max(SLOWEST, (long) Math.clamp(even + madeGood, even, FASTEST * even));
    }
}
