package gedeon.storage.lifecycle.jobs;

import gedeon.storage.Traffic;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * How fast work in the background may read: so many bytes a second where a limit is set, and a tenth of the time while clients are served. A limit may be changed at
 * any time: who waits then goes on by the new one. Shares of one keep to its limit together, each within a limit of its own.
 */
public final class Bandwidth {
    private static final double SECOND = 1e9;

    private final Traffic traffic;
    private final LongSupplier nanoTime;
    private final @Nullable Bandwidth whole;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private double bytesPerSecond;
    /** Bytes that were used, and those of them that are paid for by time. */
    private double used;

    private double paid;
    private long looked;
    private long working;

    /** @param bytesPerSecond 0 for no limit */
    public Bandwidth(long bytesPerSecond, Traffic traffic) {
        this(bytesPerSecond, traffic, System::nanoTime);
    }

    Bandwidth(long bytesPerSecond, Traffic traffic, LongSupplier nanoTime) {
        this(bytesPerSecond, traffic, nanoTime, null);
    }

    private Bandwidth(long bytesPerSecond, Traffic traffic, LongSupplier nanoTime, @Nullable Bandwidth whole) {
        if (bytesPerSecond < 0) {
            throw new IllegalArgumentException("bytes a second are never negative, was " + bytesPerSecond);
        }
        this.traffic = traffic;
        this.whole = whole;
        this.nanoTime = nanoTime;
        this.bytesPerSecond = bytesPerSecond;
        this.looked = nanoTime.getAsLong();
        this.working = looked;
    }

    /**
     * A part of this one: what it uses, this one uses.
     *
     * @param ownBytesPerSecond 0 for no limit but this one's
     */
    public Bandwidth share(long ownBytesPerSecond) {
        return new Bandwidth(ownBytesPerSecond, traffic, nanoTime, this);
    }

    /** From now on, also for who waits. */
    public void limit(long bytesASecond) {
        lock.lock();
        try {
            pay();
            if (bytesPerSecond != bytesASecond) {
                bytesPerSecond = bytesASecond;
                changed.signalAll();
            }
        } finally {
            lock.unlock();
        }
    }

    /** After so many bytes: waits until the next may come. */
    public void used(int bytes) throws InterruptedException {
        lock.lock();
        try {
            pays(bytes, nanoTime.getAsLong() + rest());
        } finally {
            lock.unlock();
        }
        if (whole != null) {
            whole.usedForPeople(bytes);
        }
        lock.lock();
        try {
            // Time that was waited is no work.
            working = nanoTime.getAsLong();
        } finally {
            lock.unlock();
        }
    }

    /** As {@link #used}, of work that somebody waits for: by the limit alone, whoever is served meanwhile. */
    public void usedForPeople(int bytes) throws InterruptedException {
        lock.lock();
        try {
            pays(bytes, nanoTime.getAsLong());
        } finally {
            lock.unlock();
        }
        if (whole != null) {
            whole.usedForPeople(bytes);
        }
    }

    private void pays(int bytes, long rested) throws InterruptedException {
        double mine = uses(bytes);
        for (long pause = pause(mine, rested); pause > 0; pause = pause(mine, rested)) {
            changed.awaitNanos(pause);
        }
    }

    private long rest() {
        return traffic.rest(Math.max(0, nanoTime.getAsLong() - working));
    }

    /** @return all that was used when these were */
    double uses(int bytes) {
        pay();
        used += bytes;
        return used;
    }

    /** In nanoseconds, until all that was used when these bytes were is paid for. */
    long pause(double mine, long rested) {
        pay();
        long now = nanoTime.getAsLong();
        return Math.max(
                rested - now, bytesPerSecond == 0 ? 0 : (long) Math.ceil((mine - paid) / bytesPerSecond * SECOND));
    }

    private void pay() {
        long now = nanoTime.getAsLong();
        // What was not used does not add up: after a pause it begins at the same pace.
        paid = bytesPerSecond == 0
                ? used
                : Math.min(used + bytesPerSecond / 10, paid + (now - looked) / SECOND * bytesPerSecond);
        looked = now;
    }
}
