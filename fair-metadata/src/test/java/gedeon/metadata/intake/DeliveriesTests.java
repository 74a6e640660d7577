package gedeon.metadata.intake;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.DayOfWeek;
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

/** An instrument that people use, hour by hour over weeks: late is told where it is, and never else. */
class DeliveriesTests {
    private static final ZoneId PARIS = ZoneId.of("Europe/Paris");
    /** A Monday before the clocks are put back. */
    private static final LocalDate MONDAY = LocalDate.of(2026, 10, 5);

    private final Set<Instant> delivered = new HashSet<>();
    private final Set<Instant> lived = new HashSet<>();
    private final List<Instant> alarms = new ArrayList<>();

    private static Instant at(LocalDate day, int hour, int minute) {
        return day.atTime(LocalTime.of(hour, minute)).atZone(PARIS).toInstant();
    }

    /** A day on which its computer is on, with a look each half hour. @param first of the acquisitions, one an hour; 0: none */
    private void day(LocalDate day, int on, int off, int first) {
        for (Instant t = at(day, on, 5); t.isBefore(at(day, off, 0)); t = t.plus(30, ChronoUnit.MINUTES)) {
            Instant hour = t.truncatedTo(ChronoUnit.HOURS);
            lived.add(hour);
            if (first > 0 && !t.isBefore(at(day, first, 20))) {
                delivered.add(hour);
            }
            if (new Deliveries(delivered, lived, PARIS).late(t).isPresent()) {
                alarms.add(t);
            }
        }
    }

    private static boolean working(LocalDate day) {
        return day.getDayOfWeek().compareTo(DayOfWeek.FRIDAY) <= 0;
    }

    private void weeks(int count, Random random) {
        for (LocalDate day = MONDAY; day.isBefore(MONDAY.plusWeeks(count)); day = day.plusDays(1)) {
            if (working(day)) {
                day(day, 7 + random.nextInt(2), 17 + random.nextInt(3), 9 + random.nextInt(3));
            }
        }
    }

    @Test
    void oneThatIsUsedEachDayIsMissedOnTheDayOnWhichNothingComes() {
        weeks(4, new Random(1));
        assertThat(alarms).isEmpty();
        LocalDate monday = MONDAY.plusWeeks(4);
        day(monday, 7, 19, 0);
        assertThat(alarms).isNotEmpty();
        assertThat(alarms.getFirst()).isBetween(at(monday, 12, 0), at(monday, 15, 0));
        Instant usual =
                new Deliveries(delivered, lived, PARIS).late(alarms.getFirst()).orElseThrow();
        assertThat(usual).isBetween(at(monday, 10, 0), at(monday, 12, 0));
    }

    @Test
    void nothingIsLateBeforeTwoWeeksAndTenDaysAreKnown() {
        weeks(2, new Random(2));
        day(MONDAY.plusWeeks(2), 7, 19, 0);
        assertThat(alarms).isEmpty();
        delivered.clear();
        lived.clear();
        for (int week = 0; week < 4; week++) {
            day(MONDAY.plusWeeks(week), 7, 19, 9);
            day(MONDAY.plusWeeks(week).plusDays(3), 7, 19, 9);
        }
        day(MONDAY.plusWeeks(4), 7, 19, 0);
        assertThat(alarms).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void whoComesLateLeavesItUnusedOrIsOnHolidayIsNotTold(long seed) {
        Random random = new Random(seed);
        int free = 0;
        for (LocalDate day = MONDAY; day.isBefore(MONDAY.plusWeeks(8)); day = day.plusDays(1)) {
            if (day.getDayOfWeek() == DayOfWeek.MONDAY) {
                free = 1 + random.nextInt(5);
            }
            boolean holiday = day.equals(MONDAY.plusDays(37)) || day.equals(MONDAY.plusDays(38));
            if (working(day) && !holiday) {
                boolean unused = day.getDayOfWeek().getValue() == free;
                boolean late = random.nextInt(6) == 0;
                int on = late ? 13 : 7 + random.nextInt(3);
                day(day, on, 17 + random.nextInt(3), unused ? 0 : on + 1 + random.nextInt(2));
            }
        }
        assertThat(alarms).isEmpty();
    }

    /** Its computer is always on; people use it from Monday to Friday. */
    @Test
    void nightsAndWeekendsOfAComputerThatIsAlwaysOnAreNotLate() {
        Random random = new Random(3);
        for (LocalDate day = MONDAY; day.isBefore(MONDAY.plusWeeks(6)); day = day.plusDays(1)) {
            for (Instant t = at(day, 0, 5); t.isBefore(at(day.plusDays(1), 0, 0)); t = t.plus(30, ChronoUnit.MINUTES)) {
                lived.add(t.truncatedTo(ChronoUnit.HOURS));
                int first = 9 + random.nextInt(2);
                if (working(day) && !t.isBefore(at(day, first, 0)) && t.isBefore(at(day, 18, 0))) {
                    delivered.add(t.truncatedTo(ChronoUnit.HOURS));
                }
                if (new Deliveries(delivered, lived, PARIS).late(t).isPresent()) {
                    alarms.add(t);
                }
            }
        }
        assertThat(alarms).isEmpty();
    }
}
