package gedeon.storage.s3;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Whether a sender keeps a pace: in each stretch of time at least so many bytes on average. A sender that stops is cut by the engine's time limit; one that
 * sends a byte now and then is cut here.
 */
final class Pace {
    private static final Duration STRETCH = Duration.ofSeconds(30);
    /** Bytes a second: a telephone line's are ten times as many. */
    private static final long LEAST = 512;

    private final LongSupplier nanos;
    private long began;
    private long bytes;

    Pace(LongSupplier nanos) {
        this.nanos = nanos;
        this.began = nanos.getAsLong();
    }

    /**
     * Counts what came.
     *
     * @throws S3Error RequestTimeout
     */
    void came(long n) {
        bytes += n;
        long took = nanos.getAsLong() - began;
        if (took >= STRETCH.toNanos()) {
            if (bytes < LEAST * took / 1_000_000_000L) {
                throw new S3Error(
                        "RequestTimeout",
                        400,
                        "the body came with fewer than " + LEAST + " bytes a second; the connection is ended");
            }
            began += took;
            bytes = 0;
        }
    }
}
