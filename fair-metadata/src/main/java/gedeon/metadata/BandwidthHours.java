package gedeon.metadata;

import gedeon.kernel.ByteCount;
import java.time.LocalTime;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * At these hours an agent sends no more than so much, by the clock of its computer.
 *
 * @param days such as {@code mon-fri} or {@code sat,sun}; null: every day
 * @param from {@code 08:00}
 * @param to {@code 19:00}; where it is not later than {@code from}, of the next day; null, as {@code from}: midnight
 * @param limit bytes a second, such as {@code 20MB}
 */
public record BandwidthHours(
        @Nullable String days,
        @Nullable String from,
        @Nullable String to,
        String limit) {
    private static final String DAY = "(mon|tue|wed|thu|fri|sat|sun)";
    private static final Pattern DAYS = Pattern.compile(DAY + "(-" + DAY + ")?(," + DAY + "(-" + DAY + ")?)*");

    /** Below it a connection is given up. */
    private static final long LEAST = 1_000;

    public BandwidthHours {
        days = days == null ? null : days.strip().toLowerCase(Locale.ROOT);
        if (days != null && !DAYS.matcher(days).matches()) {
            throw new IllegalArgumentException("bandwidth: days are such as mon-fri or sat,sun, were \"" + days + "\"");
        }
        time(from);
        time(to);
        if (ByteCount.parse(limit).value() < LEAST) {
            throw new IllegalArgumentException(
                    "bandwidth: the limit is 1kB a second or more, such as 20MB; to stop sending there is gedeon agent pause");
        }
    }

    private static void time(@Nullable String text) {
        try {
            if (text != null && !text.equals("24:00")) {
                LocalTime.parse(text);
            }
        } catch (DateTimeParseException e) {
            throw new IllegalArgumentException("bandwidth: hours are such as 08:00, was \"" + text + "\"", e);
        }
    }

    @Override
    public String toString() {
        return (days == null ? "" : days + " ") + (from == null ? "00:00" : from) + "-" + (to == null ? "24:00" : to)
                + " " + limit + "/s";
    }
}
