package gedeon.storage.lifecycle.jobs;

import gedeon.storage.Traffic;
import java.util.function.LongSupplier;

/** How fast work in the background may read: so many bytes a second where a limit is set, and a tenth of the time while clients are served. */
public final class Bandwidth {
    private static final long SECOND = 1_000_000_000L;

    private final Traffic traffic;
    private final LongSupplier nanoTime;
    private final long bytesPerSecond;
    private long free;
    private long working;

    /** @param bytesPerSecond 0 for no limit */
    public Bandwidth(long bytesPerSecond, Traffic traffic) {
        this(bytesPerSecond, traffic, System::nanoTime);
    }

    Bandwidth(long bytesPerSecond, Traffic traffic, LongSupplier nanoTime) {
        this.bytesPerSecond = bytesPerSecond;
        this.traffic = traffic;
        this.nanoTime = nanoTime;
        this.free = nanoTime.getAsLong();
        this.working = free;
    }

    /** After so many bytes: waits until the next may come. */
    public void used(int bytes) throws InterruptedException {
        long pause = pause(bytes);
        if (pause > 0) {
            Thread.sleep(pause / 1_000_000, (int) (pause % 1_000_000));
            rested();
        }
    }

    synchronized long pause(int bytes) {
        long now = nanoTime.getAsLong();
        long pause = traffic.rest(Math.max(0, now - working));
        working = now;
        if (bytesPerSecond > 0) {
            // What was not used does not add up: after a pause it begins at the same pace.
            free = Math.max(free, now - SECOND / 10) + (long) ((double) bytes / bytesPerSecond * SECOND);
            pause = Math.max(pause, free - now);
        }
        return pause;
    }

    private synchronized void rested() {
        working = nanoTime.getAsLong();
    }
}
