package gedeon.storage.quota.jdbc;

import gedeon.storage.quota.Room;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.UUID;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Leased room of one notebook in this process: what is promised to uploads, what is idle, and what is being freed by transactions that have not said yet
 * whether they did. All three together are never less than what the lease's row has beside what transactions under way change.
 */
final class Pool {
    private static final long CALM_NANOS = 1_000_000_000L;
    private final Lock drawing = new ReentrantLock();
    private final Deque<Freeing> freeing = new ArrayDeque<>();
    private final UUID process;
    private Room idle = Room.NONE;
    private Room promised = Room.NONE;
    private Room begun = Room.NONE;
    private long touched;
    private volatile long calledBack = System.nanoTime() - CALM_NANOS;

    private record Freeing(Room room, long since) {}

    /**
     * What this process knows of its lease at a moment.
     *
     * @param known idle, promised and being freed
     * @param begun all that was ever begun to be freed
     */
    record Known(Room known, Room begun) {}

    /** @param process under which all of it is leased */
    Pool(UUID process) {
        this.process = process;
    }

    UUID process() {
        return process;
    }

    /** Held by the one thread that asks the database for more, or gives back. */
    Lock drawing() {
        return drawing;
    }

    /** Somebody looks for the last room of this notebook, or of a unit above it. */
    void callBack() {
        calledBack = System.nanoTime();
    }

    /** Nothing is leased ahead while somebody looks for the last room: it would be called back at once. */
    boolean isCalledBack() {
        return System.nanoTime() - calledBack < CALM_NANOS;
    }

    /** Promises what is needed if it is there. */
    synchronized boolean take(Room need) {
        if (!idle.covers(need)) {
            return false;
        }
        move(need);
        return true;
    }

    /** Promises up to {@code need} of each; returns how much. */
    synchronized Room takeUpTo(Room need) {
        Room taken = idle.least(need);
        move(taken);
        return taken;
    }

    private void move(Room room) {
        idle = idle.minus(room);
        promised = promised.plus(room);
        touched = System.nanoTime();
    }

    /** Was leased: {@code need} of it is promised, the rest idle. */
    synchronized void drawn(Room drawn, Room need) {
        promised = promised.plus(need);
        idle = idle.plus(drawn.minus(need));
        touched = System.nanoTime();
    }

    /** A promise ended, {@code used} of it in the database; the rest is idle again. */
    synchronized void ended(Room room, Room used) {
        promised = promised.minus(room);
        idle = idle.plus(room.minus(used).orZero());
        touched = System.nanoTime();
    }

    /** Was drained and could not be given back. */
    synchronized void put(Room room) {
        idle = idle.plus(room);
        touched = System.nanoTime();
    }

    /** A transaction frees it, if it commits. */
    synchronized void freeing(Room room) {
        begun = begun.plus(room);
        freeing.addLast(new Freeing(room, System.nanoTime()));
    }

    /** It committed. What was taken for lost meanwhile is the database's, and goes back from there. */
    synchronized void freed(Room room) {
        Room rest = room;
        Deque<Freeing> left = new ArrayDeque<>();
        while (!rest.isNone() && !freeing.isEmpty()) {
            // The last first: of two that are as large, what was lost is the older one.
            Freeing last = freeing.removeLast();
            Room part = last.room().least(rest);
            rest = rest.minus(part);
            idle = idle.plus(part);
            if (!part.equals(last.room())) {
                left.addFirst(new Freeing(last.room().minus(part), last.since()));
            }
        }
        freeing.addAll(left);
        touched = System.nanoTime();
    }

    /** Forgets what was begun to be freed so long ago that its transaction failed, or its answer was lost. */
    synchronized void forgetLost(long nanos) {
        for (Iterator<Freeing> all = freeing.iterator(); all.hasNext(); ) {
            if (System.nanoTime() - all.next().since() > nanos) {
                all.remove();
            }
        }
    }

    synchronized Known known() {
        Room sum = idle.plus(promised);
        for (Freeing one : freeing) {
            sum = sum.plus(one.room());
        }
        return new Known(sum, begun);
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
