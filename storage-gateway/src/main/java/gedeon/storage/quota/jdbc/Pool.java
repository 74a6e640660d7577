package gedeon.storage.quota.jdbc;

import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;

/** Leased room of one notebook in this process: what is promised to uploads is not here, what is idle is. */
final class Pool {
    private final Lock drawing = new ReentrantLock();
    private long idle;
    private long touched;

    /** Held by the one thread that asks the database for more, or gives back. */
    Lock drawing() {
        return drawing;
    }

    /** Takes what is needed if it is there. */
    synchronized boolean take(long bytes) {
        if (idle < bytes) {
            return false;
        }
        idle -= bytes;
        touched = System.nanoTime();
        return true;
    }

    /** Takes up to {@code bytes}; returns how much. */
    synchronized long takeUpTo(long bytes) {
        long taken = Math.min(idle, bytes);
        idle -= taken;
        touched = System.nanoTime();
        return taken;
    }

    synchronized void put(long bytes) {
        idle += bytes;
        touched = System.nanoTime();
    }

    synchronized boolean untouchedFor(long nanos) {
        return idle > 0 && System.nanoTime() - touched >= nanos;
    }

    /** Empties it if nobody touched it for {@code nanos}; returns what was idle. */
    synchronized long drainIfIdle(long nanos) {
        if (idle == 0 || System.nanoTime() - touched < nanos) {
            return 0;
        }
        long all = idle;
        idle = 0;
        return all;
    }
}
