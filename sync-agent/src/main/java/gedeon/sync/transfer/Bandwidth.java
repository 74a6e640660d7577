package gedeon.sync.transfer;

import gedeon.sync.settle.Ticks;
import java.io.InterruptedIOException;
import java.time.Clock;
import java.time.LocalDateTime;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;

/**
 * What may leave this agent: bytes a second over all its uploads together, by a plan that may be set anew at any time, and how many bodies may be under way at
 * once. While an acquisition is being written, that is one, at a share of the limit. The time of day is of the clock given, the rate of the ticks. Thread-safe.
 */
public final class Bandwidth {
    /** A body waits for its bytes in slices no longer than this. */
    private static final long SLICE_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    private static final int LARGEST_SLICE = 64 << 10;
    private static final int SMALLEST_SLICE = 256;

    /** How many bodies are under way at once where nothing speaks against it. */
    static final int BODIES = 3;

    /** Below it one body at a time is enough to use what may be used, and none of several is given up by the server as too slow. */
    private static final long ONE_BODY = 2_000_000;

    private final Clock clock;
    private final Ticks ticks;
    private final Pause pause;
    private BandwidthPlan plan = BandwidthPlan.UNLIMITED;
    private boolean acquiring;
    private int bodies;
    /** From here on the next byte may leave. */
    private long free;

    private OptionalLong limit = OptionalLong.empty();
    private long limitAt;
    private boolean limitKnown;

    /** Lets time pass. */
    interface Pause {
        void nanos(long nanos) throws InterruptedException;
    }

    /** @param clock in the zone of the plan's times */
    public Bandwidth(Clock clock, Ticks ticks) {
        this(clock, ticks, TimeUnit.NANOSECONDS::sleep);
    }

    Bandwidth(Clock clock, Ticks ticks, Pause pause) {
        this.clock = clock;
        this.ticks = ticks;
        this.pause = pause;
        this.free = ticks.nanos();
    }

    /** Holds from the next slice on, also for what is under way. */
    public synchronized void set(BandwidthPlan plan) {
        this.plan = plan;
        limitKnown = false;
        free = Math.min(free, ticks.nanos());
        notifyAll();
    }

    public synchronized BandwidthPlan plan() {
        return plan;
    }

    /** Whether an acquisition is being written now. */
    public synchronized void acquiring(boolean now) {
        acquiring = now;
        limitKnown = false;
        notifyAll();
    }

    /** Bytes a second that may leave now. */
    public synchronized OptionalLong limit() {
        long now = ticks.nanos();
        if (!limitKnown || now - limitAt >= SLICE_NANOS) {
            limit = plan.limit(LocalDateTime.now(clock), acquiring);
            limitAt = now;
            limitKnown = true;
        }
        return limit;
    }

    /** How many bytes to send between two looks at the rate. */
    int slice() {
        OptionalLong most = limit();
        if (most.isEmpty()) {
            return LARGEST_SLICE;
        }
        long wanted = most.getAsLong() * SLICE_NANOS / TimeUnit.SECONDS.toNanos(1);
        return (int) Math.max(SMALLEST_SLICE, Math.min(LARGEST_SLICE, wanted));
    }

    /** Waits until these bytes may leave. */
    void spend(int bytes) throws InterruptedIOException {
        long wait;
        synchronized (this) {
            OptionalLong most = limit();
            long now = ticks.nanos();
            if (most.isEmpty()) {
                free = now;
                return;
            }
            // What was not used is lost, but for a slice: no burst after a rest.
            long start = Math.max(free, now - SLICE_NANOS);
            free = start + (long) (bytes * 1e9 / most.getAsLong());
            wait = start - now;
        }
        if (wait > 0) {
            try {
                pause.nanos(wait);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new InterruptedIOException("told to stop");
            }
        }
    }

    /** Waits until one more body may go. Whoever called this calls {@link #leave} at the end. */
    synchronized void enter() throws InterruptedIOException {
        try {
            while (bodies >= most()) {
                wait(1_000);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("told to stop");
        }
        bodies++;
    }

    synchronized void leave() {
        bodies--;
        notifyAll();
    }

    private int most() {
        OptionalLong most = limit();
        return acquiring || most.isPresent() && most.getAsLong() < ONE_BODY ? 1 : BODIES;
    }
}
