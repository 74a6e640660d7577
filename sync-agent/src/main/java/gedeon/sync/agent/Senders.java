package gedeon.sync.agent;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** The few threads that send, and what is with them. Thread-safe. */
final class Senders {
    /** Where nobody says otherwise. */
    static final int USUALLY = 3;

    private static final int MOST_UNDER_WAY = 5_000;
    private static final int LAST_SECONDS = 10;

    private final ThreadPoolExecutor pool = (ThreadPoolExecutor) Executors.newFixedThreadPool(USUALLY, Senders::thread);

    /** What is with a sender: true as soon as it turned out to have moved. */
    private final Map<String, Boolean> underWay = new ConcurrentHashMap<>();

    /**
     * Does the work on a thread of its own, once one is free.
     *
     * @param work throws nothing; false from it: the thing moved
     * @param then after that, unless all of it ends
     */
    void send(String id, BooleanSupplier work, Runnable then) {
        underWay.put(id, false);
        pool.execute(() -> {
            boolean still = true;
            try {
                still = work.getAsBoolean();
            } finally {
                landed(id, still);
            }
            if (!pool.isShutdown()) {
                then.run();
            }
        });
    }

    private void landed(String id, boolean asItWas) {
        synchronized (underWay) {
            if (asItWas) {
                underWay.remove(id);
            } else {
                underWay.put(id, true);
            }
            underWay.notifyAll();
        }
    }

    boolean has(String id) {
        return Boolean.FALSE.equals(underWay.get(id));
    }

    /** Whether it turned out to have moved; said once. */
    boolean saysMoved(String id) {
        return underWay.remove(id, true);
    }

    boolean anythingMoved() {
        return underWay.containsValue(true);
    }

    /** With so many more there is more under way than makes sense. */
    boolean isFull(int more) {
        return underWay.size() + more >= MOST_UNDER_WAY;
    }

    boolean isIdle() {
        return underWay.isEmpty();
    }

    int size() {
        return underWay.size();
    }

    /** So many at a time from now on. */
    void resize(int most) {
        if (most > pool.getMaximumPoolSize()) {
            pool.setMaximumPoolSize(most);
            pool.setCorePoolSize(most);
        } else if (most < pool.getMaximumPoolSize()) {
            pool.setCorePoolSize(most);
            pool.setMaximumPoolSize(most);
        }
    }

    /** Until none is at work, or until told to stop. */
    void await(BooleanSupplier stop) {
        try {
            synchronized (underWay) {
                while (underWay.containsValue(false) && !stop.getAsBoolean()) {
                    underWay.wait(200);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static Thread thread(Runnable work) {
        Thread thread = new Thread(work, "gedeon-agent");
        thread.setDaemon(true);
        // Hashing gives way to the instrument's own program, where the system heeds it (Windows does).
        thread.setPriority(Thread.MIN_PRIORITY);
        return thread;
    }

    /** True if all have ended; else one is cut off. */
    boolean end() {
        pool.shutdownNow();
        try {
            return pool.awaitTermination(LAST_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        }
    }
}
