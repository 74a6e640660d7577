package gedeon.server.connectors.labguru;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Times in the forms that Labguru's answers hold: ISO 8601, Rails' {@code 2026-05-02 08:00:00 UTC}, days alone, and the American {@code 12/31/2025 2:05 PM}. What is left
 * open is taken as late as it can be: a time without a zone as one at UTC−12, a day as its end there. So an entry is rather read once too often than passed over.
 */
final class Moment {
    private static final Pattern FORM =
            Pattern.compile("(?:(?<y>\\d{4})-(?<m>\\d{1,2})-(?<d>\\d{1,2})|(?<us>\\d{1,2}/\\d{1,2}/\\d{4}))"
                    + "(?:[T ]+(?<h>\\d{1,2}):(?<min>\\d{2})(?::(?<s>\\d{2})(?:[.,](?<f>\\d{1,9})\\d*)?)?"
                    + "(?: ?(?<half>[AaPp])[Mm])?(?: ?(?<zone>Z|UTC|GMT|[+-]\\d{2}(?::?\\d{2})?))?)?");

    private static final ZoneOffset LATEST = ZoneOffset.ofHours(-12);

    private Moment() {}

    /** Empty where {@code text} has none of these forms, or names a day that no calendar has. */
    static Optional<Instant> read(String text) {
        Matcher found = FORM.matcher(text.strip());
        if (!found.matches()) {
            return Optional.empty();
        }
        try {
            LocalDate day = day(found);
            return Optional.of(
                    found.group("h") == null
                            ? day.plusDays(1).atStartOfDay().toInstant(LATEST)
                            : day.atTime(time(found)).toInstant(zone(found.group("zone"))));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    private static LocalDate day(Matcher found) {
        String american = found.group("us");
        if (american == null) {
            return LocalDate.of(number(found, "y"), number(found, "m"), number(found, "d"));
        }
        String[] parts = american.split("/", -1);
        return LocalDate.of(Integer.parseInt(parts[2]), Integer.parseInt(parts[0]), Integer.parseInt(parts[1]));
    }

    private static LocalTime time(Matcher found) {
        int hour = number(found, "h");
        String half = found.group("half");
        if (half != null) {
            if (hour < 1 || hour > 12) {
                throw new DateTimeException("no hour of half a day: " + hour);
            }
            hour = hour % 12 + (half.toLowerCase(Locale.ROOT).equals("p") ? 12 : 0);
        }
        String fraction = found.group("f");
        int nanos = fraction == null ? 0 : Integer.parseInt((fraction + "00000000").substring(0, 9));
        return LocalTime.of(hour, number(found, "min"), number(found, "s"), nanos);
    }

    private static int number(Matcher found, String group) {
        String digits = found.group(group);
        return digits == null ? 0 : Integer.parseInt(digits);
    }

    private static ZoneOffset zone(@Nullable String text) {
        if (text == null) {
            return LATEST;
        }
        return text.startsWith("+") || text.startsWith("-") ? ZoneOffset.of(text) : ZoneOffset.UTC;
    }
}
