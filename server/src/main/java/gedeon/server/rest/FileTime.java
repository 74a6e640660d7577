package gedeon.server.rest;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The time of a file as {@code x-amz-meta-mtime} tells it: seconds since 1970 with up to nine decimals, as rclone writes it. */
final class FileTime {
    private FileTime() {}

    /** To the microsecond; empty where it is absent, or no such number. */
    static Optional<Instant> of(@Nullable String text) {
        if (text == null || !text.matches("-?[0-9]{1,11}(\\.[0-9]{1,9})?")) {
            return Optional.empty();
        }
        BigDecimal seconds = new BigDecimal(text);
        long whole = seconds.longValue();
        long nanos =
                seconds.subtract(BigDecimal.valueOf(whole)).movePointRight(9).longValue();
        return Optional.of(Instant.ofEpochSecond(whole, nanos).truncatedTo(ChronoUnit.MICROS));
    }
}
