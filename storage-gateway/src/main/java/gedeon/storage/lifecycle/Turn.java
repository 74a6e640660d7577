package gedeon.storage.lifecycle;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One act again and again in a thread of its own, with a pause before each: what it takes long over, or fails in, keeps no other waiting. */
public final class Turn implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Turn.class);
    private static final Duration TO_END_BY_ITSELF = Duration.ofSeconds(1);
    private static final Duration TO_END = Duration.ofSeconds(5);

    private final Runnable act;
    private final Duration pause;
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Thread thread;

    public Turn(String name, Duration pause, Runnable act) {
        this.act = act;
        this.pause = pause;
        this.thread = Thread.ofVirtual().name(name).start(this::run);
    }

    private void run() {
        while (!Thread.currentThread().isInterrupted()) {
            try {
                if (closed.await(pause.toMillis(), TimeUnit.MILLISECONDS)) {
                    return;
                }
                act.run();
            } catch (InterruptedException e) {
                return;
            } catch (RuntimeException e) {
                if (!Thread.currentThread().isInterrupted()) {
                    LOG.warn(
                            "{} waits for its next turn: {}",
                            Thread.currentThread().getName(),
                            e.getMessage());
                }
            }
        }
    }

    /** An act that goes on is interrupted after a second: until then it may end as it likes, without breaking what it talks to. */
    @Override
    public void close() {
        closed.countDown();
        try {
            if (!thread.join(TO_END_BY_ITSELF)) {
                thread.interrupt();
                thread.join(TO_END);
            }
        } catch (InterruptedException e) {
            thread.interrupt();
            Thread.currentThread().interrupt();
        }
    }
}
