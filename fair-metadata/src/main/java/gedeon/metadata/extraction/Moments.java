package gedeon.metadata.extraction;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Dates and times as instruments write them, made ISO-8601. A zone that is not written is not added, and a day that could be a month is not read. */
public final class Moments {
    private static final DateTimeFormatter SECONDS = DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss", Locale.ROOT);
    private static final List<DateTimeFormatter> DATES = List.of(
            english("d-MMM-uuuu"),
            english("uuuu-MMM-d"),
            english("d MMM uuuu"),
            english("MMM d uuuu"),
            english("d.M.uuuu"),
            english("uuuu-M-d"),
            english("uuuu/M/d"),
            english("uuuu.M.d"),
            english("uuuuMMdd"));
    private static final Pattern CLOCK = Pattern.compile("(\\d{1,2}):(\\d{2})(?::(\\d{2})(?:([.:,])(\\d{1,9}))?)?");
    private static final Pattern ISO = Pattern.compile(
            "(\\d{4}-\\d{2}-\\d{2})[T ](\\d{2}:\\d{2}(?::\\d{2}(?:[.,]\\d+)?)?)\\s*(Z|[+-]\\d{2}:?\\d{2})?");

    private Moments() {}

    /** ISO-8601 as found, or with a blank for the T or an offset without a colon: checked and made plain. */
    public static Optional<String> iso(String text) {
        Matcher m = ISO.matcher(text.strip());
        if (!m.matches()) {
            return Optional.empty();
        }
        try {
            LocalDateTime at = LocalDateTime.parse(m.group(1) + "T" + m.group(2).replace(',', '.'));
            String zone = m.group(3);
            if (zone != null && zone.length() == 5) {
                zone = zone.substring(0, 3) + ":" + zone.substring(3);
            }
            String written = text(at);
            if (zone != null) {
                OffsetDateTime.parse(written + zone);
            }
            return Optional.of(zone == null ? written : written + zone);
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    /** A date in one of the forms of which the order of day and month is certain. */
    public static Optional<LocalDate> date(String text) {
        String plain = text.strip().replace(",", " ").replaceAll("\\s+", " ");
        for (DateTimeFormatter form : DATES) {
            try {
                return Optional.of(LocalDate.parse(plain, form));
            } catch (DateTimeException e) {
                // The next form.
            }
        }
        return Optional.empty();
    }

    /** Hours, minutes, seconds and their parts: {@code .509}, {@code :509} (thousandths), {@code :30} (sixtieths, as FCS 3.0 writes them). */
    public static Optional<LocalTime> clock(String text) {
        Matcher m = CLOCK.matcher(text.strip());
        if (!m.matches()) {
            return Optional.empty();
        }
        try {
            LocalTime time = LocalTime.of(
                    Integer.parseInt(m.group(1)),
                    Integer.parseInt(m.group(2)),
                    m.group(3) == null ? 0 : Integer.parseInt(m.group(3)));
            String parts = m.group(5);
            if (parts == null) {
                return Optional.of(time);
            }
            double seconds = ":".equals(m.group(4)) && parts.length() < 3
                    ? Integer.parseInt(parts) / 60.0
                    : Integer.parseInt(parts) / Math.pow(10, parts.length());
            return Optional.of(time.plusNanos(seconds < 1 ? Math.round(seconds * 1e9) : 0));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    /** With seconds always, and with as many decimals as there are. */
    public static String text(LocalDateTime at) {
        return at.getNano() == 0 ? at.format(SECONDS) : at.toString();
    }

    private static DateTimeFormatter english(String pattern) {
        return new DateTimeFormatterBuilder()
                .parseCaseInsensitive()
                .appendPattern(pattern)
                .toFormatter(Locale.ENGLISH);
    }
}
