package gedeon.sync.transfer;

import gedeon.kernel.ByteCount;
import java.time.DayOfWeek;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.format.DateTimeParseException;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How many bytes a second may leave at some times of the week. {@code days}: {@code mon-fri}, {@code sat,sun}, absent: all. {@code from}, {@code to}: times of
 * day, absent: from and to midnight; where {@code to} is not after {@code from} it lies in the next day. {@code limit}: {@code 20MB}.
 */
public record BandwidthRule(
        @Nullable String days,
        @Nullable String from,
        @Nullable String to,
        String limit) {
    /** Below it the server gives up a connection. */
    private static final long LEAST = 1_000;

    private static final List<String> NAMES = List.of("mon", "tue", "wed", "thu", "fri", "sat", "sun");

    @SuppressWarnings("ConstantValue")
    public BandwidthRule {
        if (limit == null || ByteCount.parse(limit).value() < LEAST) {
            throw new IllegalArgumentException(
                    "a limit of bandwidth is 1kB a second or more, such as 20MB, was " + limit);
        }
        days(days);
        time(from);
        time(to);
    }

    /** Bytes a second. */
    long bytes() {
        return ByteCount.parse(limit).value();
    }

    boolean holds(LocalDateTime now) {
        Set<DayOfWeek> on = days(days);
        LocalTime start = time(from);
        LocalTime end = time(to);
        LocalTime at = now.toLocalTime();
        if (start.isBefore(end) || end.equals(LocalTime.MIDNIGHT)) {
            boolean before = end.equals(LocalTime.MIDNIGHT) || at.isBefore(end);
            return on.contains(now.getDayOfWeek()) && !at.isBefore(start) && before;
        }
        return !at.isBefore(start) && on.contains(now.getDayOfWeek())
                || at.isBefore(end) && on.contains(now.getDayOfWeek().minus(1));
    }

    private static LocalTime time(@Nullable String text) {
        try {
            return text == null || text.equals("24:00") ? LocalTime.MIDNIGHT : LocalTime.parse(text);
        } catch (DateTimeParseException e) {
            throw new IllegalArgumentException("a time of day is 08:00, was \"" + text + "\"", e);
        }
    }

    private static Set<DayOfWeek> days(@Nullable String text) {
        if (text == null || text.isBlank()) {
            return EnumSet.allOf(DayOfWeek.class);
        }
        EnumSet<DayOfWeek> days = EnumSet.noneOf(DayOfWeek.class);
        for (String span : text.toLowerCase(Locale.ROOT).split(",", -1)) {
            String[] ends = span.strip().split("-", -1);
            int first = NAMES.indexOf(ends[0]);
            int last = NAMES.indexOf(ends[ends.length - 1]);
            if (first < 0 || last < 0 || ends.length > 2) {
                throw new IllegalArgumentException("days are mon-fri or sat,sun, was \"" + text + "\"");
            }
            for (int day = first; ; day = (day + 1) % NAMES.size()) {
                days.add(DayOfWeek.of(day + 1));
                if (day == last) {
                    break;
                }
            }
        }
        return days;
    }
}
