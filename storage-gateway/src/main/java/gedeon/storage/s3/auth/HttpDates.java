package gedeon.storage.s3.auth;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoField;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Times in headers: HTTP's (RFC 9110 §5.6.7) and the short form of ISO 8601 that Signature Version 4 uses. The name of the day is not looked at. */
final class HttpDates {
    static final DateTimeFormatter SHORT = DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'", Locale.ROOT);
    private static final DateTimeFormatter HTTP = new DateTimeFormatterBuilder()
            .parseCaseInsensitive()
            .appendPattern("dd ")
            .appendText(
                    ChronoField.MONTH_OF_YEAR,
                    Map.ofEntries(
                            Map.entry(1L, "Jan"),
                            Map.entry(2L, "Feb"),
                            Map.entry(3L, "Mar"),
                            Map.entry(4L, "Apr"),
                            Map.entry(5L, "May"),
                            Map.entry(6L, "Jun"),
                            Map.entry(7L, "Jul"),
                            Map.entry(8L, "Aug"),
                            Map.entry(9L, "Sep"),
                            Map.entry(10L, "Oct"),
                            Map.entry(11L, "Nov"),
                            Map.entry(12L, "Dec")))
            .appendPattern(" uuuu HH:mm:ss ")
            .appendOffset("+HHMM", "+0000")
            .toFormatter(Locale.ENGLISH);

    private HttpDates() {}

    static Optional<Instant> parse(String text) {
        String date = text.strip();
        int comma = date.indexOf(',');
        try {
            return Optional.of(
                    comma < 0
                            ? LocalDateTime.parse(date, SHORT).toInstant(ZoneOffset.UTC)
                            : zoned(date.substring(comma + 1).strip()));
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }

    /** The short form alone, read by its places: each signed request has one. */
    static Optional<Instant> shortForm(String text) {
        if (text.length() != 16 || text.charAt(8) != 'T' || text.charAt(15) != 'Z') {
            return Optional.empty();
        }
        try {
            return Optional.of(LocalDateTime.of(
                            number(text, 0, 4),
                            number(text, 4, 6),
                            number(text, 6, 8),
                            number(text, 9, 11),
                            number(text, 11, 13),
                            number(text, 13, 15))
                    .toInstant(ZoneOffset.UTC));
        } catch (DateTimeException | NumberFormatException e) {
            return Optional.empty();
        }
    }

    private static int number(String text, int from, int to) {
        int value = 0;
        for (int i = from; i < to; i++) {
            char c = text.charAt(i);
            if (c < '0' || c > '9') {
                throw new NumberFormatException("not a figure at " + i);
            }
            value = value * 10 + c - '0';
        }
        return value;
    }

    private static Instant zoned(String date) {
        String numeric = date.replaceFirst("(GMT|UTC|Z)$", "+0000");
        return OffsetDateTime.parse(numeric, HTTP).toInstant();
    }
}
