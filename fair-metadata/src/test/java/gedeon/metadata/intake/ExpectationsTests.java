package gedeon.metadata.intake;

import static org.assertj.core.api.Assertions.assertThat;

import gedeon.kernel.ByteCount;
import gedeon.kernel.Digest;
import gedeon.metadata.AcquisitionMissing;
import gedeon.metadata.AgentSilence;
import gedeon.metadata.Agents.Agent;
import gedeon.metadata.Agents.Heartbeat;
import gedeon.metadata.Agents.Says;
import gedeon.metadata.Bookings.Booking;
import gedeon.metadata.Manifest;
import gedeon.metadata.ManualClock;
import gedeon.metadata.TestCatalogue;
import gedeon.metadata.catalogue.Rows;
import gedeon.storage.sql.Sql;
import java.nio.charset.StandardCharsets;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A laboratory of several instruments, played in steps of ten minutes over weeks of nights, weekends and holidays. */
class ExpectationsTests {
    private static final ZoneId ZONE = ZoneId.systemDefault();
    private static final Duration STEP = Duration.ofMinutes(10);
    private static final LocalDate MONDAY = LocalDate.of(2026, 10, 5);
    /** The Thursday and Friday of the fourth week. */
    private static final List<LocalDate> HOLIDAYS = List.of(MONDAY.plusDays(24), MONDAY.plusDays(25));

    private final ManualClock clock = new ManualClock(at(MONDAY, 0));
    private final Random random = new Random(11);
    private final List<AcquisitionMissing> missing = new ArrayList<>();
    private final List<AgentSilence> silences = new ArrayList<>();

    private static Instant at(LocalDate day, int minute) {
        return day.atStartOfDay(ZONE).plusMinutes(minute).toInstant();
    }

    /** What an instrument does on one day, in minutes of it. @param goodBye said at {@code off} */
    private record Day(int on, int off, boolean goodBye, List<Integer> acquisitions) {
        static final Day OFF = new Day(0, 0, false, List.of());
    }

    private interface Habit {
        Day of(LocalDate day);
    }

    private final class Player {
        private final Agent agent;
        private final Habit habit;
        private Day day = Day.OFF;
        private @Nullable Instant unsent;

        private Player(Agent agent, Habit habit) {
            this.agent = agent;
            this.habit = habit;
        }

        private void morning(LocalDate date) {
            day = habit.of(date);
        }

        /** Ten minutes: an acquisition that began in them is under way, and comes with the next. */
        private void step(TestCatalogue test, Sql sql, LocalDate date, int minute) {
            if (minute < day.on() || minute > day.off() || day.off() == 0) {
                return;
            }
            Instant now = clock.instant();
            if (unsent != null) {
                note(sql, agent, unsent, now);
                unsent = null;
            }
            if (day.acquisitions().stream()
                    .anyMatch(begins -> begins > minute - STEP.toMinutes() && begins <= minute)) {
                unsent = now;
            }
            boolean leaves = day.goodBye() && minute + STEP.toMinutes() > day.off();
            test.catalogue
                    .agents()
                    .heartbeat(
                            agent.id(),
                            new Heartbeat(
                                    unsent == null ? 0 : 1,
                                    unsent,
                                    0,
                                    1000,
                                    now,
                                    "0.1.0",
                                    List.of(),
                                    leaves,
                                    new Says(1, List.of(), false, null, unsent)));
        }
    }

    private static boolean working(LocalDate day) {
        return day.getDayOfWeek().compareTo(DayOfWeek.FRIDAY) <= 0 && !HOLIDAYS.contains(day);
    }

    private List<Integer> from(int first, int last, int each) {
        List<Integer> all = new ArrayList<>();
        for (int minute = first; minute < last; minute += each) {
            all.add(minute);
        }
        return all;
    }

    private int about(int hour, int spread) {
        return hour * 60 + random.nextInt(spread);
    }

    private void play(TestCatalogue test, List<Player> players, LocalDate from, LocalDate to) {
        Sql sql = new Sql(test.source);
        for (LocalDate day = from; day.isBefore(to); day = day.plusDays(1)) {
            for (Player player : players) {
                player.morning(day);
            }
            for (int minute = 0; minute < 24 * 60; minute += (int) STEP.toMinutes()) {
                clock.set(at(day, minute));
                for (Player player : players) {
                    player.step(test, sql, day, minute);
                }
                if (minute % 30 == 0) {
                    test.catalogue.expectations().tellMissing(missing::add);
                    test.catalogue.agents().tellSilences(silences::add);
                }
            }
        }
    }

    @Test
    void weeksOfALaboratoryWakeNobodyAndWhatIsMissingIsToldOnce() throws Exception {
        try (TestCatalogue test = new TestCatalogue(TestCatalogue.finding("temperature", 280), clock)) {
            boolean[] broken = {false};
            // Switched off in the evening with a good-bye, used each working day.
            Agent chromatograph = test.agent("hplc", "hplc");
            Player hplc = new Player(chromatograph, day -> {
                if (!working(day)) {
                    return Day.OFF;
                }
                int on = about(7, 90);
                int first = on + 40 + random.nextInt(80);
                return new Day(on, about(17, 120), true, broken[0] ? List.of() : from(first, 16 * 60, 45));
            });
            // Always on, left unused on some days and on all weekends.
            Player scope = new Player(
                    test.agent("scope", "scope"),
                    day -> new Day(
                            0,
                            1440,
                            false,
                            working(day) && random.nextInt(4) > 0 ? from(about(9, 120), 18 * 60, 30) : List.of()));
            // Always on, runs for days when somebody starts one.
            Player sequencer = new Player(
                    test.agent("sequencer", "sequencer"),
                    day -> new Day(0, 1440, false, random.nextInt(3) == 0 ? List.of(random.nextInt(1400)) : List.of()));
            // Booked on Tuesday and Thursday from ten to two; switched off without a word, but before the holidays.
            Agent spectrometer = test.agent("nmr", "nmr");
            Player nmr = new Player(spectrometer, day -> {
                boolean booked = day.getDayOfWeek() == DayOfWeek.TUESDAY || day.getDayOfWeek() == DayOfWeek.THURSDAY;
                return working(day)
                        ? new Day(
                                about(8, 30),
                                about(18, 30),
                                HOLIDAYS.contains(day.plusDays(1)),
                                booked && !broken[0] ? from(10 * 60 + 20, 14 * 60, 60) : List.of())
                        : Day.OFF;
            });
            test.catalogue
                    .bookings()
                    .are(
                            spectrometer.instrument().id(),
                            CalendarTextTests.calendar(
                                    "UID:nmr\nDTSTART:20261006T100000\nDTEND:20261006T140000\nSUMMARY:Solvents\nRRULE:FREQ=WEEKLY;BYDAY=TU,TH"),
                            "ada");
            List<Player> lab = List.of(hplc, scope, sequencer, nmr);
            play(test, lab, MONDAY, MONDAY.plusWeeks(2));
            test.catalogue.bookings().readDue(url -> "");
            play(test, lab, MONDAY.plusWeeks(2), MONDAY.plusWeeks(5));
            assertThat(missing).isEmpty();
            assertThat(silences).isEmpty();

            LocalDate monday = MONDAY.plusWeeks(5);
            play(test, lab, monday, monday.plusDays(1));
            assertThat(missing).isEmpty();

            // On Tuesday nothing comes any more: the instruments write to another folder.
            broken[0] = true;
            play(test, lab, monday.plusDays(1), monday.plusDays(2));
            assertThat(silences).isEmpty();
            assertThat(missing).hasSize(2);
            AcquisitionMissing booked = missing.stream()
                    .filter(one -> one.booking() != null)
                    .findFirst()
                    .orElseThrow();
            Booking booking = booked.booking();
            assertThat(booked.instrument().name()).isEqualTo("nmr");
            assertThat(booking).isNotNull();
            assertThat(booking.start()).isEqualTo(at(monday.plusDays(1), 600));
            assertThat(booking.summary()).isEqualTo("Solvents");
            AcquisitionMissing late = missing.stream()
                    .filter(one -> one.booking() == null)
                    .findFirst()
                    .orElseThrow();
            assertThat(late.instrument().name()).isEqualTo("hplc");
            assertThat(late.since()).isBetween(at(monday.plusDays(1), 7 * 60), at(monday.plusDays(1), 13 * 60));

            // The next day it still does not deliver: that is another day.
            play(test, List.of(hplc), monday.plusDays(2), monday.plusDays(3));
            assertThat(missing).hasSize(3);
        }
    }

    /** Long runs begun within the booking, runs of who came before, a computer that is off: none of these is an empty booking. */
    @Test
    void aBookingIsEmptyWhereNothingBeganInItAndItsComputerWasOn() throws Exception {
        try (TestCatalogue test = new TestCatalogue(TestCatalogue.finding("temperature", 280), clock)) {
            Agent agent = test.agent("nmr", "nmr");
            Sql sql = new Sql(test.source);
            StringBuilder days = new StringBuilder();
            for (int day = 5; day <= 9; day++) {
                days.append("UID:d")
                        .append(day)
                        .append("\nDTSTART:2026100")
                        .append(day)
                        .append("T100000\nDTEND:2026100")
                        .append(day)
                        .append("T140000\nEND:VEVENT\nBEGIN:VEVENT\n");
            }
            days.append("UID:free\nTRANSP:TRANSPARENT\nDTSTART:20261001T000000\nDURATION:PT1H");
            test.catalogue.bookings().are(agent.instrument().id(), CalendarTextTests.calendar(days.toString()), "ada");
            // Monday: one run of seven hours, begun at eleven.
            for (int minute = 540; minute <= 1100; minute += 10) {
                clock.set(at(MONDAY, minute));
                boolean begun = minute >= 660;
                beat(test, agent, begun ? at(MONDAY, 660) : null, minute >= 1090);
                test.catalogue.expectations().tellMissing(missing::add);
            }
            assertThat(missing).isEmpty();
            // Tuesday: the run of the night comes at ten, was begun at eight, and is all.
            LocalDate tuesday = MONDAY.plusDays(1);
            for (int minute = 480; minute <= 1100; minute += 10) {
                clock.set(at(tuesday, minute));
                if (minute == 610) {
                    note(sql, agent, at(tuesday, 480), at(tuesday, 600));
                }
                beat(test, agent, null, minute >= 1090);
                test.catalogue.expectations().tellMissing(missing::add);
            }
            assertThat(missing).hasSize(1);
            assertThat(missing.getFirst().since()).isEqualTo(at(tuesday, 600));
            // Wednesday: the computer is off. Thursday: it goes on when the booking is over.
            for (int minute = 0; minute < 1440 + 1100; minute += 10) {
                clock.set(at(MONDAY.plusDays(2), minute));
                if (minute > 1440 + 900) {
                    beat(test, agent, null, false);
                }
                test.catalogue.expectations().tellMissing(missing::add);
            }
            assertThat(missing).hasSize(1);
            // Friday: the server was away all day, and looks in the evening.
            LocalDate friday = MONDAY.plusDays(4);
            for (int minute = 540; minute <= 1100; minute += 10) {
                clock.set(at(friday, minute));
                beat(test, agent, null, minute >= 1090);
            }
            test.catalogue.expectations().tellMissing(missing::add);
            assertThat(missing).hasSize(2);
            assertThat(missing.getLast().since()).isEqualTo(at(friday, 600));
        }
    }

    @Test
    void anAcquisitionThatComesIsRememberedWithItsHour() throws Exception {
        Instant now = at(MONDAY, 723);
        clock.set(now);
        try (TestCatalogue test = new TestCatalogue(TestCatalogue.finding("temperature", 280), clock)) {
            Agent agent = test.agent("nmr", "nmr");
            for (String name : List.of("one", "two")) {
                test.catalogue
                        .intake()
                        .accept(
                                agent,
                                TestCatalogue.manifest(
                                        name, test.stored("nmr/" + name, name.getBytes(StandardCharsets.UTF_8))));
            }
            Sql sql = new Sql(test.source);
            assertThat(sql.list(row -> Rows.instant(row, "hour"), "select hour from catalogue.acquisition_hour"))
                    .containsExactly(now.truncatedTo(ChronoUnit.HOURS));
            // Its files are of another time than its coming: nobody knows better than that it came now.
            assertThat(sql.list(row -> Rows.instant(row, "last_begun"), "select last_begun from catalogue.instrument"))
                    .containsExactly(now);
        }
    }

    /** Times that a computer's wrong clock or copied files tell are no reason to wake anybody, nor to stay quiet for ever. */
    @Test
    void whenAnAcquisitionBeganIsToldByTheServersClock() throws Exception {
        try (TestCatalogue test = new TestCatalogue(TestCatalogue.finding("temperature", 280), clock)) {
            Agent agent = test.agent("nmr", "nmr");
            Instant now = at(MONDAY, 720);
            clock.set(now);
            test.catalogue
                    .agents()
                    .heartbeat(
                            agent.id(),
                            new Heartbeat(0, null, 0, 1000, now.minusSeconds(7200), "0.1.0", List.of(), false));
            Agent behind = test.catalogue.agents().find(agent.id()).orElseThrow();
            assertThat(Delivered.begun(behind, manifest(now.minusSeconds(7800), now.minusSeconds(7300)), now))
                    .isEqualTo(now.minusSeconds(600));
            assertThat(Delivered.begun(agent, manifest(now.minus(Duration.ofDays(900)), now), now))
                    .isEqualTo(now);
            assertThat(Delivered.begun(agent, manifest(null, Instant.parse("2076-01-01T00:00:00Z")), now))
                    .isEqualTo(now);
        }
    }

    private static Manifest manifest(@Nullable Instant started, Instant finished) {
        return new Manifest(
                "runs",
                "run",
                new Manifest.Verdict("marker", 0.99, false),
                started,
                finished,
                null,
                null,
                List.of(new Manifest.File(
                        "a", "runs/a", null, ByteCount.of(1), Digest.sha256(new byte[32]), finished)));
    }

    private void note(Sql sql, Agent agent, Instant started, Instant finished) {
        sql.inTransaction(c -> {
            Delivered.note(c, agent, manifest(started, finished), clock.instant());
            return true;
        });
    }

    private void beat(TestCatalogue test, Agent agent, @Nullable Instant unsent, boolean leaving) {
        test.catalogue
                .agents()
                .heartbeat(
                        agent.id(),
                        new Heartbeat(
                                unsent == null ? 0 : 1,
                                unsent,
                                0,
                                1000,
                                clock.instant(),
                                "0.1.0",
                                List.of(),
                                leaving,
                                new Says(1, List.of(), false, null, unsent)));
    }
}
