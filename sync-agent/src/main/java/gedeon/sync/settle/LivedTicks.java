package gedeon.sync.settle;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * The agent's own clock as it lived it: while its process or the whole machine stands still (a laptop's lid, a paused virtual machine, a disk that hangs), no time
 * passes. Whoever writes a file may have stood still as well: that is no quiet.
 */
public final class LivedTicks implements Ticks, AutoCloseable {
    private static final long BEAT_MILLIS = 200;

    /** Between two beats no more is counted. */
    static final long MOST_NANOS = 2 * BEAT_MILLIS * 1_000_000;

    private final LongSupplier nanoTime;
    private final CountDownLatch closed = new CountDownLatch(1);
    private long lived;
    private long at;

    LivedTicks(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        this.at = nanoTime.getAsLong();
    }

    /** Begins to live. */
    public static LivedTicks start() {
        LivedTicks ticks = new LivedTicks(System::nanoTime);
        Thread thread = new Thread(ticks::live, "gedeon-clock");
        thread.setDaemon(true);
        thread.start();
        return ticks;
    }

    private void live() {
        try {
            while (!closed.await(BEAT_MILLIS, TimeUnit.MILLISECONDS)) {
                beat();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    synchronized void beat() {
        lived = nanos();
        at = nanoTime.getAsLong();
    }

    @Override
    public synchronized long nanos() {
        return lived + Math.min(MOST_NANOS, nanoTime.getAsLong() - at);
    }

    @Override
    public void close() {
        closed.countDown();
    }
}
