package gedeon.dmp;

import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Evaluates every plan in force again and again until closed. Several processes may do so: an evaluation that says nothing new is not kept. */
public final class DriftRounds implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(DriftRounds.class);

    private final Plans plans;
    private final Thread thread;

    private DriftRounds(Plans plans, Duration every) {
        this.plans = plans;
        this.thread = Thread.ofVirtual().name("drift rounds").start(() -> run(every));
    }

    /** Starts; the first round comes after one interval. */
    public static DriftRounds every(Duration interval, Plans plans) {
        if (interval.isZero() || interval.isNegative()) {
            throw new IllegalArgumentException("drift rounds need a time between them, was " + interval);
        }
        return new DriftRounds(plans, interval);
    }

    private void run(Duration every) {
        while (!Thread.currentThread().isInterrupted()) {
            try {
                Thread.sleep(every);
                plans.evaluateAll();
            } catch (InterruptedException e) {
                return;
            } catch (RuntimeException e) {
                LOG.warn("drift waits for the next round: {}", e.getMessage());
            }
        }
    }

    /** Stops before the next round; waits for one that runs. */
    @Override
    public void close() {
        thread.interrupt();
        try {
            thread.join(Duration.ofSeconds(10));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
