package gedeon.storage.s3;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Whether the other side keeps a pace: in each stretch of time at least so many bytes on average. One that stops is cut by the engine's time limit; one that
 * sends or takes a byte now and then is cut here.
 */
final class Pace {
    /** @param least bytes a second: a telephone line's are ten times as many */
    record Limit(Duration stretch, long least) {
        static final Limit OF_BODIES = new Limit(Duration.ofSeconds(30), 512);
        /** Longer: what a client takes is seen only as the system makes room for more, which on fast networks is by the megabyte. */
        static final Limit OF_ANSWERS = new Limit(Duration.ofMinutes(2), 512);
    }

    private final LongSupplier nanos;
    private final Limit limit;
    private long began;
    private long bytes;

    Pace(LongSupplier nanos) {
        this(nanos, Limit.OF_BODIES);
    }

    /** @param nanos a clock; one that stands still while the other side is not waited for counts only what that side takes */
    Pace(LongSupplier nanos, Limit limit) {
        this.nanos = nanos;
        this.limit = limit;
        this.began = nanos.getAsLong();
    }

    /**
     * Counts what came.
     *
     * @throws S3Error RequestTimeout
     */
    void came(long n) {
        if (!keeps(n)) {
            throw new S3Error(
                    "RequestTimeout",
                    400,
                    "the body came with fewer than " + limit.least() + " bytes a second; the connection is ended");
        }
    }

    /** Counts bytes; false where a stretch is over and had too few. */
    boolean keeps(long n) {
        bytes += n;
        long took = nanos.getAsLong() - began;
        if (took >= limit.stretch().toNanos()) {
            if (bytes < limit.least() * (double) took / 1e9) {
                return false;
            }
            began += took;
            bytes = 0;
        }
        return true;
    }
}
