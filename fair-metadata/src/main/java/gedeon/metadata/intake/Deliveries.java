package gedeon.metadata.intake;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * When an instrument usually delivers, and so whether nothing yet today is later than usual.
 *
 * <p>It is, where on three of the last four of this day of the week something had come by this hour, and where on the days of the week on which it
 * was used in four weeks something came, on all but one in fourteen of those on which its agent was on, within two hours less than that has been on today. Two weeks must be known and ten days of use: who
 * comes late, leaves an instrument unused now and then, or is on holiday is not told.
 *
 * @param delivered beginnings of hours in which something came
 * @param lived beginnings of hours in which an agent of it was on
 * @param zone of the people who use it
 */
record Deliveries(Set<Instant> delivered, Set<Instant> lived, ZoneId zone) {
    /** What is looked at, and a week more for the hours around. */
    static final Duration KEPT = Duration.ofDays(35);

    private static final int DAYS = 28;
    private static final int KNOWN_DAYS = 14;
    private static final int ENOUGH_DAYS = 10;
    private static final int ENOUGH_WEEKS = 3;
    private static final int FORGIVEN = 14;
    /** So many hours more than on its slowest usual day. */
    private static final int PATIENCE = 2;

    /** By when something usually has come today, where nothing has and it is later than usual. */
    Optional<Instant> late(Instant now) {
        LocalDate today = day(now);
        Map<LocalDate, TreeSet<Instant>> came = byDay(delivered);
        Map<LocalDate, TreeSet<Instant>> on = byDay(lived);
        Instant hour = now.truncatedTo(ChronoUnit.HOURS);
        int waited = on.getOrDefault(today, new TreeSet<>()).headSet(hour).size();
        boolean known = came.keySet().stream().anyMatch(day -> !day.isAfter(today.minusDays(KNOWN_DAYS)));
        List<LocalDate> used = days(today).filter(came::containsKey).toList();
        if (came.containsKey(today)
                || waited <= PATIENCE
                || !lived.contains(hour.minus(1, ChronoUnit.HOURS))
                || !known
                || used.size() < ENOUGH_DAYS
                || !regular(today, waited - PATIENCE, came, on)) {
            return Optional.empty();
        }
        List<Instant> usual = used.stream()
                .filter(day -> day.getDayOfWeek() == today.getDayOfWeek())
                .map(day -> came.getOrDefault(day, new TreeSet<>()))
                .map(things -> sameTime(things.first(), today))
                .filter(time -> !time.isAfter(hour))
                .toList();
        return usual.size() < ENOUGH_WEEKS ? Optional.empty() : usual.stream().max(Instant::compareTo);
    }

    private static Stream<LocalDate> days(LocalDate today) {
        return Stream.iterate(1, ago -> ago + 1).limit(DAYS).map(today::minusDays);
    }

    /** Whether on usual days something came within so many hours of being on, on all but one in fourteen. */
    private static boolean regular(
            LocalDate today, int within, Map<LocalDate, TreeSet<Instant>> came, Map<LocalDate, TreeSet<Instant>> on) {
        Set<DayOfWeek> usualDays = days(today)
                .filter(came::containsKey)
                .map(LocalDate::getDayOfWeek)
                .collect(Collectors.toSet());
        int kept = 0;
        int missed = 0;
        for (LocalDate day : days(today)
                .filter(one -> usualDays.contains(one.getDayOfWeek()))
                .toList()) {
            TreeSet<Instant> hours = on.getOrDefault(day, new TreeSet<>());
            TreeSet<Instant> things = came.get(day);
            if (things != null && hours.headSet(things.first(), true).size() <= within) {
                kept++;
            } else if (things != null || !hours.isEmpty()) {
                missed++;
            }
        }
        return kept >= ENOUGH_DAYS && missed <= (kept + missed) / FORGIVEN;
    }

    /** The end of that hour, on another day. */
    private Instant sameTime(Instant hour, LocalDate day) {
        return day.atTime(hour.atZone(zone).toLocalTime())
                .atZone(zone)
                .plusHours(1)
                .toInstant();
    }

    private Map<LocalDate, TreeSet<Instant>> byDay(Set<Instant> hours) {
        Map<LocalDate, TreeSet<Instant>> byDay = new HashMap<>();
        hours.forEach(
                hour -> byDay.computeIfAbsent(day(hour), day -> new TreeSet<>()).add(hour));
        return byDay;
    }

    private LocalDate day(Instant hour) {
        return hour.atZone(zone).toLocalDate();
    }
}
