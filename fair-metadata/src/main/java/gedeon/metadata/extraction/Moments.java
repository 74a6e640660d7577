package gedeon.metadata.extraction;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.ResolverStyle;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Dates and times as instruments write them, made ISO-8601. A zone that is not written is not added, and a day that could be a month is not read. Null where a text
 * is no moment, which is how {@link Found#time} takes it.
 */
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
    private static final DateTimeFormatter ISO = new DateTimeFormatterBuilder()
            .parseCaseInsensitive()
            .append(DateTimeFormatter.ISO_LOCAL_DATE)
            .optionalStart()
            .appendLiteral('T')
            .append(DateTimeFormatter.ISO_LOCAL_TIME)
            .optionalStart()
            .appendOffset("+HH:MM", "Z")
            .optionalEnd()
            .optionalStart()
            .appendOffset("+HHMM", "Z")
            .optionalEnd()
            .optionalEnd()
            .toFormatter(Locale.ENGLISH)
            .withResolverStyle(ResolverStyle.STRICT);
    private static final int SHORTEST = "2026-11-24".length();
    private static final int LONGEST = 40;

    private Moments() {}

    /** ISO-8601 as found, or nearly so: a blank for the T, a comma before the fraction, an offset without a colon, a date alone. */
    public static @Nullable String iso(@Nullable String text) {
        String plain = text == null ? "" : text.strip();
        if (plain.length() < SHORTEST || plain.length() > LONGEST) {
            return null;
        }
        if (plain.length() > SHORTEST && plain.charAt(SHORTEST) == ' ') {
            plain = plain.substring(0, SHORTEST) + "T"
                    + plain.substring(SHORTEST + 1).replace(" ", "");
        }
        try {
            return written(
                    ISO.parseBest(plain.replace(',', '.'), OffsetDateTime::from, LocalDateTime::from, LocalDate::from));
        } catch (DateTimeException e) {
            return null;
        }
    }

    /** A text in one of these English patterns ({@link DateTimeFormatter}); a date alone gives a date. */
    public static @Nullable String parse(@Nullable String text, String... patterns) {
        if (text == null || text.length() > 60) {
            return null;
        }
        for (String pattern : patterns) {
            try {
                return written(english(pattern)
                        .parseBest(text.strip(), OffsetDateTime::from, LocalDateTime::from, LocalDate::from));
            } catch (DateTimeException e) {
                // the next pattern
            }
        }
        return null;
    }

    private static String written(Object found) {
        return found instanceof OffsetDateTime moment
                ? text(moment.toLocalDateTime()) + moment.getOffset().getId()
                : found instanceof LocalDateTime moment ? text(moment) : found.toString();
    }

    /** Without a zone; null where the parts are no date (month 0, hour 25) or the year is not of our time. */
    public static @Nullable String local(int year, int month, int day, int hour, int minute, int second, int nanos) {
        try {
            return year < 1900 || year > 2999
                    ? null
                    : text(LocalDateTime.of(year, month, day, hour, minute, second, nanos));
        } catch (DateTimeException e) {
            return null;
        }
    }

    /** A known moment in UTC. */
    public static @Nullable String utc(long epochSecond, int nanos) {
        try {
            String text = written(Instant.ofEpochSecond(epochSecond, nanos).atOffset(ZoneOffset.UTC));
            return text.startsWith("+") || text.startsWith("-") ? null : text;
        } catch (DateTimeException e) {
            return null;
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
                .toFormatter(Locale.ENGLISH)
                .withResolverStyle(ResolverStyle.STRICT);
    }
}
