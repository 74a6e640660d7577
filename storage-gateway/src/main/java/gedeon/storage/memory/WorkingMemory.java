package gedeon.storage.memory;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Room on the heap for buffers, however many clients come: shares of it, by what they are for. Who finds none waits; who waits too long is told to come again, and has
 * cost nothing by then. Served in the order of coming. A request that needs several shares asks for them in the order in which they stand here and never the other
 * way round, so that nobody waits in a circle.
 */
public final class WorkingMemory {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final int UNIT = 1 << 10;
    /** For requests that bring many objects, whole: held until the request has been answered. */
    public static final WorkingMemory PACKS =
            new WorkingMemory(Runtime.getRuntime().maxMemory() / 8);
    /** For frames of blobs that are being encrypted. */
    public static final WorkingMemory SEALING =
            new WorkingMemory(Runtime.getRuntime().maxMemory() / 16);
    /** For parts of blobs on their way to an S3 store. */
    public static final WorkingMemory PARTS =
            new WorkingMemory(Runtime.getRuntime().maxMemory() / 8);
    /** For bodies that come in. */
    public static final WorkingMemory BODIES =
            new WorkingMemory(Runtime.getRuntime().maxMemory() / 4);
    /** For requests that are XML or JSON, as trees of many small things: held until the request has been answered. */
    public static final WorkingMemory DOCUMENTS =
            new WorkingMemory(Runtime.getRuntime().maxMemory() / 16);
    /** For frames of encrypted blobs that are being read. */
    public static final WorkingMemory OPENING =
            new WorkingMemory(Runtime.getRuntime().maxMemory() / 16);
    /** For what is read to be sent. */
    public static final WorkingMemory READS =
            new WorkingMemory(Runtime.getRuntime().maxMemory() / 8);

    private final int units;
    private final Duration patience;
    private final Semaphore free;

    public WorkingMemory(long bytes) {
        this(bytes, PATIENCE);
    }

    WorkingMemory(long bytes, Duration patience) {
        this.units = Math.clamp(bytes / UNIT, 1, Integer.MAX_VALUE);
        this.patience = patience;
        this.free = new Semaphore(units, true);
    }

    /** Room that was given; closing it, once or more often, gives it back. */
    public static final class Taken implements AutoCloseable {
        private final Semaphore from;
        private int units;

        private Taken(Semaphore from, int units) {
            this.from = from;
            this.units = units;
        }

        @Override
        public synchronized void close() {
            from.release(units);
            units = 0;
        }
    }

    /** There was no room for too long. */
    public static final class Exhausted extends RuntimeException {
        private static final long serialVersionUID = 1;

        Exhausted() {
            super("too many bodies are under way at once; repeat the request in a moment");
        }
    }

    /** Bytes that nobody has. */
    public long free() {
        return (long) free.availablePermits() * UNIT;
    }

    /** Takes room for {@code bytes} where it is there now and nobody waits for it. */
    public Optional<Taken> tryTake(int bytes) {
        int wanted = Math.min(units, bytes / UNIT + 1);
        return !free.hasQueuedThreads() && free.tryAcquire(wanted)
                ? Optional.of(new Taken(free, wanted))
                : Optional.empty();
    }

    /**
     * Takes room for {@code bytes}, waiting for it where there is none now.
     *
     * @throws Exhausted after 20 seconds without
     */
    public Taken take(int bytes) {
        int wanted = Math.min(units, bytes / UNIT + 1);
        try {
            if (!free.tryAcquire(wanted, patience.toNanos(), TimeUnit.NANOSECONDS)) {
                throw new Exhausted();
            }
            return new Taken(free, wanted);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Exhausted();
        }
    }
}
