package gedeon.metadata.intake;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A computer that people switch on and off, minute by minute: silence is told where something is wrong, and never else. */
class PresenceTests {
    private static final ZoneId PARIS = ZoneId.of("Europe/Paris");
    /** A Monday before the clocks are put back. */
    private static final LocalDate MONDAY = LocalDate.of(2026, 10, 5);

    private final Set<Instant> lived = new HashSet<>();
    private Instant enrolled = at(MONDAY, LocalTime.of(10, 0));
    private Instant lastSeen = enrolled;

    private static Instant at(LocalDate day, LocalTime time) {
        return day.atTime(time).atZone(PARIS).toInstant();
    }

    private void livesFrom(Instant from, Instant to) {
        for (Instant t = from; !t.isAfter(to); t = t.plus(1, ChronoUnit.MINUTES)) {
            lived.add(t.truncatedTo(ChronoUnit.HOURS));
            lastSeen = t;
        }
    }

    private boolean silent(Instant now) {
        return new Presence(enrolled, lastSeen, lived, PARIS).silent(now);
    }

    /** Each five minutes from its last sign of life until then. */
    private List<Instant> alarms(Instant until) {
        List<Instant> alarms = new ArrayList<>();
        for (Instant t = lastSeen; t.isBefore(until); t = t.plus(5, ChronoUnit.MINUTES)) {
            if (silent(t)) {
                alarms.add(t);
            }
        }
        return alarms;
    }

    private record Day(Instant on, Instant off) {}

    /** As somebody comes at half past seven to nine and goes at five to half past seven, from Monday to Friday. */
    private static Day day(LocalDate date, Random random) {
        return new Day(
                at(date, LocalTime.of(7, 30).plusMinutes(random.nextInt(90))),
                at(date, LocalTime.of(17, 0).plusMinutes(random.nextInt(150))));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void sixWeeksOfNightsAndWeekendsAreNoSilence(long seed) {
        Random random = new Random(seed);
        for (LocalDate date = MONDAY; date.isBefore(MONDAY.plusWeeks(6)); date = date.plusDays(1)) {
            if (date.getDayOfWeek().compareTo(DayOfWeek.FRIDAY) <= 0) {
                Day day = day(date, random);
                if (!date.equals(MONDAY)) {
                    // Until it is switched on again, all of the night before.
                    assertThat(alarms(day.on())).as("before %s", date).isEmpty();
                }
                livesFrom(date.equals(MONDAY) ? enrolled : day.on(), day.off());
            }
        }
    }

    @Test
    void aComputerThatIsAlwaysOnIsMissedWithinAQuarterOfAnHourAlsoAtNight() {
        livesFrom(enrolled, at(MONDAY.plusWeeks(3).plusDays(5), LocalTime.of(3, 7)));
        Instant died = lastSeen;
        assertThat(silent(died.plus(Duration.ofMinutes(15)))).isFalse();
        assertThat(silent(died.plus(Duration.ofMinutes(16)))).isTrue();
        assertThat(silent(died.plus(Duration.ofDays(90)))).isTrue();
    }

    @Test
    void oneThatDiesAtWorkIsMissedAndOneThatDoesNotComeBackInTheMorningToo() {
        Random random = new Random(7);
        for (LocalDate date = MONDAY; date.isBefore(MONDAY.plusWeeks(4)); date = date.plusDays(1)) {
            if (date.getDayOfWeek().compareTo(DayOfWeek.FRIDAY) <= 0) {
                Day day = day(date, random);
                livesFrom(date.equals(MONDAY) ? enrolled : day.on(), day.off());
            }
        }
        Set<Instant> before = Set.copyOf(lived);
        Instant friday = lastSeen;
        // It stays off on Monday morning: missed as soon as it is usually on.
        LocalDate next = MONDAY.plusWeeks(4);
        List<Instant> missed = alarms(at(next, LocalTime.of(12, 0)));
        assertThat(missed).isNotEmpty();
        assertThat(missed.getFirst()).isBetween(at(next, LocalTime.of(9, 0)), at(next, LocalTime.of(10, 30)));
        // It dies at eleven on a Monday.
        lived.addAll(before);
        lastSeen = friday;
        livesFrom(at(next, LocalTime.of(8, 10)), at(next, LocalTime.of(11, 2)));
        assertThat(silent(at(next, LocalTime.of(11, 17)))).isFalse();
        assertThat(silent(at(next, LocalTime.of(11, 18)))).isTrue();
    }

    @Test
    void beforeAnythingIsKnownOfItWorkingHoursCount() {
        livesFrom(enrolled, at(MONDAY, LocalTime.of(11, 0)));
        assertThat(silent(at(MONDAY, LocalTime.of(11, 16)))).isTrue();
        livesFrom(at(MONDAY, LocalTime.of(11, 20)), at(MONDAY, LocalTime.of(16, 50)));
        assertThat(alarms(at(MONDAY.plusDays(1), LocalTime.of(9, 15)))).isEmpty();
        assertThat(silent(at(MONDAY.plusDays(1), LocalTime.of(9, 16)))).isTrue();
    }
}
