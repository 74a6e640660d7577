package gedeon.sync.transfer;

import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import org.jspecify.annotations.Nullable;

/**
 * The server's time as its answers told it: this computer's clock, put right by the difference last heard. Until then this computer's own. If that clock is set
 * meanwhile, the next answer puts it right again. Thread-safe; its copies in other zones share what was heard.
 */
public final class ServerClock extends Clock {
    private final Clock own;
    private final Heard heard;

    private static final class Heard {
        private volatile Duration ahead = Duration.ZERO;
    }

    public ServerClock(Clock own) {
        this(own, new Heard());
    }

    private ServerClock(Clock own, Heard heard) {
        this.own = own;
        this.heard = heard;
    }

    /** An answer's header {@code Date} (RFC 9110 §5.6.7), which is cut to the second; absent or not a date: nothing is learnt. */
    public void heard(@Nullable String date) {
        if (date == null) {
            return;
        }
        try {
            heard(ZonedDateTime.parse(date, DateTimeFormatter.RFC_1123_DATE_TIME)
                    .toInstant());
        } catch (DateTimeException e) {
            System.getLogger(ServerClock.class.getName())
                    .log(System.Logger.Level.DEBUG, "an answer's date is none: " + date);
        }
    }

    /** The server said just now that it is this second. */
    public void heard(Instant second) {
        Instant now = own.instant();
        Instant end = second.plusSeconds(1);
        // Within the second that was named nothing is known to be wrong.
        heard.ahead = now.isBefore(second)
                ? Duration.between(second, now)
                : now.isAfter(end) ? Duration.between(end, now) : Duration.ZERO;
    }

    /** How far this computer's clock is ahead of the server's; negative: behind. */
    public Duration ahead() {
        return heard.ahead;
    }

    @Override
    public Instant instant() {
        return own.instant().minus(heard.ahead);
    }

    @Override
    public ZoneId getZone() {
        return own.getZone();
    }

    @Override
    public Clock withZone(ZoneId zone) {
        return new ServerClock(own.withZone(zone), heard);
    }
}
