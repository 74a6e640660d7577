package gedeon.metadata.intake;

import gedeon.storage.Traffic;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Threads that work while there is something to do and wait otherwise: woken by {@link #wake}, and looking by themselves once in a while for what other processes
 * left. A round that fails is told and tried again after a pause.
 */
public final class Workers implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Workers.class);
    private static final Duration PAUSE_AFTER_FAILURE = Duration.ofSeconds(5);

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition work = lock.newCondition();
    private final List<Thread> threads = new ArrayList<>();
    private final Traffic traffic;
    private long calls;
    private volatile boolean stopped;

    /** @param traffic that these give way to */
    public Workers(Traffic traffic) {
        this.traffic = traffic;
    }

    /** One round of work; false where there was none. */
    @FunctionalInterface
    public interface Round {
        boolean run() throws InterruptedException;
    }

    public void start(String name, int count, Duration look, Round round) {
        for (int i = 0; i < count; i++) {
            threads.add(Thread.ofVirtual().name(name + "-" + i).start(() -> loop(name, look, round)));
        }
    }

    /** There is something to do. */
    public void wake() {
        lock.lock();
        try {
            calls++;
            work.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void loop(String name, Duration look, Round round) {
        while (!stopped) {
            try {
                long seen = calls();
                long began = System.nanoTime();
                if (!round.run()) {
                    await(seen, look);
                } else {
                    TimeUnit.NANOSECONDS.sleep(traffic.rest(System.nanoTime() - began));
                }
            } catch (InterruptedException e) {
                return;
            } catch (RuntimeException e) {
                if (stopped) {
                    return;
                }
                LOG.warn("{} failed and goes on in {} s: {}", name, PAUSE_AFTER_FAILURE.toSeconds(), e.toString());
                if (!pause()) {
                    return;
                }
            }
        }
    }

    private long calls() {
        lock.lock();
        try {
            return calls;
        } finally {
            lock.unlock();
        }
    }

    private void await(long seen, Duration look) throws InterruptedException {
        lock.lock();
        try {
            long left = look.toNanos();
            while (calls == seen && left > 0 && !stopped) {
                left = work.awaitNanos(left);
            }
        } finally {
            lock.unlock();
        }
    }

    private static boolean pause() {
        try {
            TimeUnit.SECONDS.sleep(PAUSE_AFTER_FAILURE.toSeconds());
            return true;
        } catch (InterruptedException e) {
            return false;
        }
    }

    /** Returns when the threads have ended, or after 10 s. */
    @Override
    public void close() {
        stopped = true;
        threads.forEach(Thread::interrupt);
        for (Thread thread : threads) {
            try {
                thread.join(Duration.ofSeconds(10));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }
}
