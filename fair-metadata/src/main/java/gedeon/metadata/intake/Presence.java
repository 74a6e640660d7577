package gedeon.metadata.intake;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * When an agent's computer is usually on, as the hours tell in which it lived, and so whether its silence is worth a word.
 *
 * <p>It is usually on at an hour of a day where it was used on that day of the week (three of four of the last weeks, two at least) and, of the last 28 days on which it
 * was used (ten at least), on all but one in fourteen it lived in that hour, in the one before and in the one after: so nobody is told of who comes or goes at
 * another time than yesterday. Before so much is known it is working hours, Monday to Friday from nine to five.
 *
 * @param enrolled since when anything is known; that day counts for nothing
 * @param lastSeen what came after it is the silence, from which nothing is learned
 * @param lived beginnings of hours
 * @param zone of the people who switch it on
 */
record Presence(Instant enrolled, Instant lastSeen, Set<Instant> lived, ZoneId zone) {
    /** What silence takes of the time in which it is usually on, until it is told. */
    static final Duration SILENCE = Duration.ofMinutes(15);

    /** What is looked at, and a week more for the hours around. */
    static final Duration KEPT = Duration.ofDays(35);

    private static final int DAYS = 28;
    private static final int ENOUGH_DAYS = 10;
    private static final int ENOUGH_WEEKS = 2;
    private static final double USED = 0.75;
    /** One day without counts for nothing in so many. */
    private static final int FORGIVEN = 14;

    private static final int FROM = 9;
    private static final int TO = 17;

    /** Whether it has said nothing for so long at a stretch in which it usually would. */
    boolean silent(Instant now) {
        Set<LocalDate> used =
                lived.stream().map(hour -> hour.atZone(zone).toLocalDate()).collect(Collectors.toSet());
        Duration missed = Duration.ZERO;
        Instant end = now.isBefore(lastSeen.plus(KEPT)) ? now : lastSeen.plus(KEPT);
        Instant hour = lastSeen.truncatedTo(ChronoUnit.HOURS);
        while (hour.isBefore(end)) {
            Instant next = hour.plus(1, ChronoUnit.HOURS);
            if (usual(hour, used)) {
                missed = missed.plus(Duration.between(later(hour, lastSeen), next.isBefore(end) ? next : end));
                if (missed.compareTo(SILENCE) > 0) {
                    return true;
                }
            } else {
                missed = Duration.ZERO;
            }
            hour = next;
        }
        return false;
    }

    private static Instant later(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }

    private boolean usual(Instant hour, Set<LocalDate> used) {
        ZonedDateTime local = hour.atZone(zone);
        LocalDate first = enrolled.atZone(zone).toLocalDate();
        LocalDate last = lastSeen.atZone(zone).toLocalDate();
        int days = 0;
        int missed = 0;
        int weeks = 0;
        int usedWeeks = 0;
        for (int ago = 1; ago <= DAYS; ago++) {
            LocalDate day = local.toLocalDate().minusDays(ago);
            if (day.isAfter(first) && day.isBefore(last)) {
                boolean was = used.contains(day);
                if (ago % 7 == 0) {
                    weeks++;
                    usedWeeks += was ? 1 : 0;
                }
                if (was) {
                    days++;
                    missed +=
                            through(day.atTime(local.toLocalTime()).atZone(zone).toInstant()) ? 0 : 1;
                }
            }
        }
        return days < ENOUGH_DAYS || weeks < ENOUGH_WEEKS
                ? working(local)
                : usedWeeks >= USED * weeks && missed <= days / FORGIVEN;
    }

    /** Whether it lived from the beginning of an hour to its end. */
    private boolean through(Instant hour) {
        return lived.contains(hour)
                && lived.contains(hour.minus(1, ChronoUnit.HOURS))
                && lived.contains(hour.plus(1, ChronoUnit.HOURS));
    }

    private static boolean working(ZonedDateTime hour) {
        return hour.getDayOfWeek().compareTo(DayOfWeek.FRIDAY) <= 0 && hour.getHour() >= FROM && hour.getHour() < TO;
    }
}
