package gedeon.dmp.exchange.madmp;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.regex.Pattern;

/** The standard's two kinds of date, from the forms met in the wild. A time without a zone is taken as UTC. */
final class Dates {
    private static final Pattern RIGHT =
            Pattern.compile("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(\\.\\d+)?(Z|[+-]\\d\\d:\\d\\d)");

    private Dates() {}

    /** Date, time and zone. A text that is right already comes back as it is. */
    static String instant(String text) {
        requireShort(text);
        String trimmed = text.strip().replace(' ', 'T');
        if (RIGHT.matcher(text).matches()) {
            OffsetDateTime unused = OffsetDateTime.parse(text);
            return text;
        }
        if (trimmed.length() <= 10) {
            return day(trimmed) + "T00:00:00Z";
        }
        try {
            return DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(OffsetDateTime.parse(trimmed));
        } catch (DateTimeException noZone) {
            return DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(
                    LocalDateTime.parse(trimmed).atOffset(ZoneOffset.UTC));
        }
    }

    /** A plain day; a time behind it is cut off, a missing day or month is the first. */
    static String day(String text) {
        requireShort(text);
        String day = text.strip();
        if (day.length() > 10 && (day.charAt(10) == 'T' || day.charAt(10) == ' ')) {
            day = day.substring(0, 10);
        }
        if (day.length() == 4) {
            day += "-01-01";
        } else if (day.length() == 7) {
            day += "-01";
        }
        return LocalDate.parse(day).toString();
    }

    /** A year of more than four digits is no plan's, and nobody else's software reads it. */
    private static void requireShort(String text) {
        if (text.length() > 60 || text.startsWith("+") || text.startsWith("-")) {
            throw new DateTimeException("no date of this time");
        }
    }
}
