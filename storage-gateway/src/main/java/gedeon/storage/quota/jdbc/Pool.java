package gedeon.storage.quota.jdbc;

import gedeon.storage.quota.Room;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;

/** Leased room of one notebook in this process: what is promised to uploads is not here, what is idle is. */
final class Pool {
    private final Lock drawing = new ReentrantLock();
    private Room idle = Room.NONE;
    private long touched;

    /** Held by the one thread that asks the database for more, or gives back. */
    Lock drawing() {
        return drawing;
    }

    /** Takes what is needed if it is there. */
    synchronized boolean take(Room need) {
        if (!idle.covers(need)) {
            return false;
        }
        idle = idle.minus(need);
        touched = System.nanoTime();
        return true;
    }

    /** Takes up to {@code need} of each; returns how much. */
    synchronized Room takeUpTo(Room need) {
        Room taken = idle.least(need);
        idle = idle.minus(taken);
        touched = System.nanoTime();
        return taken;
    }

    synchronized void put(Room room) {
        idle = idle.plus(room);
        touched = System.nanoTime();
    }

    synchronized boolean untouchedFor(long nanos) {
        return !idle.isNone() && System.nanoTime() - touched >= nanos;
    }

    /** Empties it if nobody touched it for {@code nanos}; returns what was idle. */
    synchronized Room drainIfIdle(long nanos) {
        if (idle.isNone() || System.nanoTime() - touched < nanos) {
            return Room.NONE;
        }
        Room all = idle;
        idle = Room.NONE;
        return all;
    }
}
