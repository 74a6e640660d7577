package gedeon.storage.lifecycle;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** When so many days have passed. Calendar days end at midnight UTC, as S3 counts them; shorter ones, for tests, simply add up. */
public record Days(Duration length) {
    public static final Days CALENDAR = new Days(Duration.ofDays(1));

    public Instant after(Instant from, int days) {
        Instant end = from.plus(length.multipliedBy(days));
        return length.equals(CALENDAR.length) ? end.truncatedTo(ChronoUnit.DAYS).plus(1, ChronoUnit.DAYS) : end;
    }
}
