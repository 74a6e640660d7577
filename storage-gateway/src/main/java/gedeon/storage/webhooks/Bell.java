package gedeon.storage.webhooks;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Wakes the deliverer of this process. It is rung while a notice is being committed, so before anybody can see it: for some seconds it is looked for often then.
 * Where nothing rings, the database is asked seldom: for what other processes leave behind, and what failed.
 */
public final class Bell {
    private static final Duration OFTEN = Duration.ofMillis(500);
    private static final Duration SELDOM = Duration.ofSeconds(5);
    /** Longer than a commit takes. */
    private static final Duration LATELY = Duration.ofSeconds(10);

    private final Semaphore rung = new Semaphore(0);
    private volatile long last = System.nanoTime();

    public void ring() {
        last = System.nanoTime();
        rung.release();
    }

    /** How long is waited for the next ring. */
    Duration pause(long now) {
        return now - last < LATELY.toNanos() ? OFTEN : SELDOM;
    }

    /** Returns at the next ring, or after a pause. Rings before are forgotten. */
    void await() throws InterruptedException {
        rung.tryAcquire(pause(System.nanoTime()).toNanos(), TimeUnit.NANOSECONDS);
        rung.drainPermits();
    }
}
