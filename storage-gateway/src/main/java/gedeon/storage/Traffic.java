package gedeon.storage;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;

/**
 * Whether clients are being served, so that work that nobody waits for gives way to them: it goes on at a tenth of the time while they are, and at full speed
 * when they have been quiet for a quarter of a second. It never stands still, however long they stay.
 */
public final class Traffic {
    private static final long QUIET_NANOS = 250_000_000;
    private static final int SHARE = 10;
    private static final long LONGEST_REST_NANOS = 5_000_000_000L;

    private final LongSupplier nanoTime;
    private final AtomicInteger served = new AtomicInteger();
    private volatile long last;

    public Traffic() {
        this(System::nanoTime);
    }

    Traffic(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        this.last = nanoTime.getAsLong() - QUIET_NANOS;
    }

    /** A request is served from now on. */
    public void begins() {
        served.incrementAndGet();
    }

    /** It has ended. */
    public void ends() {
        last = nanoTime.getAsLong();
        served.decrementAndGet();
    }

    public boolean busy() {
        return served.get() > 0 || nanoTime.getAsLong() - last < QUIET_NANOS;
    }

    /** How long to rest after work that took so long, in nanoseconds; 0 where nobody is served. */
    public long rest(long workNanos) {
        return busy() ? Math.min(LONGEST_REST_NANOS, workNanos * (SHARE - 1)) : 0;
    }
}
