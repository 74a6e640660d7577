package gedeon.storage.lifecycle;

import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One act again and again in a thread of its own, with a pause before each: what it takes long over, or fails in, keeps no other waiting. */
final class Turn implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Turn.class);
    private static final Duration TO_END = Duration.ofSeconds(5);

    private final Runnable act;
    private final Duration pause;
    private final Thread thread;

    Turn(String name, Duration pause, Runnable act) {
        this.act = act;
        this.pause = pause;
        this.thread = Thread.ofVirtual().name(name).start(this::run);
    }

    private void run() {
        while (!Thread.currentThread().isInterrupted()) {
            try {
                Thread.sleep(pause);
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

    @Override
    public void close() {
        thread.interrupt();
        try {
            thread.join(TO_END);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
