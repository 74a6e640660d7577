package gedeon.server.connectors.calendar;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * How booking calendars are fetched.
 *
 * @param allowPrivate whether one may stand on loopback and inner networks
 * @param patience for a whole answer
 * @param maxAnswer largest answer, decompressed
 */
@ConfigurationProperties("gedeon.calendar")
record CalendarSettings(
        @DefaultValue("false") boolean allowPrivate,
        @DefaultValue("30s") Duration patience,
        @DefaultValue("5MB") DataSize maxAnswer) {
    CalendarSettings {
        if (patience.isNegative() || patience.isZero()) {
            throw new IllegalArgumentException("gedeon.calendar.patience must be positive, was " + patience);
        }
        if (maxAnswer.toBytes() < 1024 || maxAnswer.toMegabytes() > 5) {
            throw new IllegalArgumentException(
                    "gedeon.calendar.max-answer must be 1KB to 5MB, was " + maxAnswer.toBytes() + "B");
        }
    }
}
