package gedeon.metadata.extraction.bytes;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Moments as instruments write them, in ISO-8601: with an offset where the zone is known, without where it is not. Null where a text is no moment. */
public final class Moments {
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
            .toFormatter(Locale.ENGLISH);

    private Moments() {}

    /** Without a zone; null where the parts are no date (month 0, hour 25) or the year is not of our time. */
    public static @Nullable String local(int year, int month, int day, int hour, int minute, int second, int nanos) {
        try {
            return year < 1900 || year > 2999
                    ? null
                    : local(LocalDateTime.of(year, month, day, hour, minute, second, nanos));
        } catch (DateTimeException e) {
            return null;
        }
    }

    /** Seconds always, and a fraction of three, six or nine digits where there is one. */
    public static String local(LocalDateTime moment) {
        String plain = moment.toString();
        return plain.length() == "2026-11-24T20:55".length() ? plain + ":00" : plain;
    }

    private static String zoned(OffsetDateTime moment) {
        return local(moment.toLocalDateTime()) + moment.getOffset().getId();
    }

    /** A known moment in UTC. */
    public static @Nullable String utc(long epochSecond, int nanos) {
        try {
            String text = zoned(Instant.ofEpochSecond(epochSecond, nanos).atOffset(ZoneOffset.UTC));
            return text.startsWith("+") || text.startsWith("-") ? null : text;
        } catch (DateTimeException e) {
            return null;
        }
    }

    /** A text that is nearly ISO already: a blank for the T, a zone without colon, a date alone. */
    public static @Nullable String iso(@Nullable String text) {
        if (text == null || text.length() < 10 || text.length() > 40) {
            return null;
        }
        String plain = text.strip();
        if (plain.length() > 10 && plain.charAt(10) == ' ') {
            plain = plain.substring(0, 10) + "T" + plain.substring(11).replace(" ", "");
        }
        try {
            return switch (ISO.parseBest(plain, OffsetDateTime::from, LocalDateTime::from, LocalDate::from)) {
                case OffsetDateTime moment -> zoned(moment);
                case LocalDateTime moment -> local(moment);
                case LocalDate day -> day.toString();
                default -> null;
            };
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
                var found = new DateTimeFormatterBuilder()
                        .parseCaseInsensitive()
                        .appendPattern(pattern)
                        .toFormatter(Locale.ENGLISH)
                        .parseBest(text.strip(), OffsetDateTime::from, LocalDateTime::from, LocalDate::from);
                return found instanceof OffsetDateTime moment
                        ? zoned(moment)
                        : found instanceof LocalDateTime moment ? local(moment) : found.toString();
            } catch (DateTimeException e) {
                // the next pattern
            }
        }
        return null;
    }
}
