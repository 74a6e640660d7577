package gedeon.server.web;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Locale;

/** A time, ready to print: for people to the minute, and exact. Both in UTC. */
public record Moment(String text, String exact) {
    public static Moment of(Instant instant, Locale locale) {
        DateTimeFormatter words =
                DateTimeFormatter.ofPattern("d MMM uuuu, HH:mm", locale).withZone(ZoneOffset.UTC);
        return new Moment(
                words.format(instant), instant.truncatedTo(ChronoUnit.SECONDS).toString());
    }
}
