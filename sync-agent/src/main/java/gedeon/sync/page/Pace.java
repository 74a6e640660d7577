package gedeon.sync.page;

import java.util.function.LongSupplier;

/** Bytes a second over the last minute, counted in steps of five seconds. Thread-safe. */
final class Pace {
    private static final long STEP_NANOS = 5_000_000_000L;
    private static final int STEPS = 12;

    private final LongSupplier nanoTime;
    private final long start;
    private final long[] bytes = new long[STEPS];
    private long newest;

    Pace(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        this.start = nanoTime.getAsLong();
    }

    synchronized void sent(long count) {
        turn();
        bytes[(int) (newest % STEPS)] += count;
    }

    synchronized long perSecond() {
        turn();
        long all = 0;
        for (long one : bytes) {
            all += one;
        }
        return all / (STEPS * STEP_NANOS / 1_000_000_000);
    }

    private void turn() {
        long now = (nanoTime.getAsLong() - start) / STEP_NANOS;
        for (long step = Math.max(newest + 1, now - STEPS + 1); step <= now; step++) {
            bytes[(int) (step % STEPS)] = 0;
        }
        newest = Math.max(newest, now);
    }
}
