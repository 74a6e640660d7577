package gedeon.storage.objects;

import gedeon.storage.ObjectLock;
import java.time.Instant;
import java.time.ZoneOffset;

/** Retention of a bucket's new versions: days or years, the other is 0 (S3: DefaultRetention). */
public record Retention(ObjectLock.Mode mode, int days, int years) {
    /** A notebook's raw data, unless its plan says otherwise. */
    public static final Retention RAW_DATA = new Retention(ObjectLock.Mode.GOVERNANCE, 0, 1);

    /** When what came then may go. */
    public Instant end(Instant came) {
        return came.atOffset(ZoneOffset.UTC).plusYears(years).plusDays(days).toInstant();
    }

    public Retention {
        if (days < 0 || years < 0 || (days == 0) == (years == 0)) {
            throw new IllegalArgumentException(
                    "default retention has days or years, at least 1, was " + days + " days and " + years + " years");
        }
    }
}
