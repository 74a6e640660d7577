package gedeon.metadata.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import gedeon.metadata.Bookings.Booking;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CalendarTextTests {
    private static final ZoneId PARIS = ZoneId.of("Europe/Paris");
    private static final Instant FROM = Instant.parse("2026-10-01T00:00:00Z");
    private static final Instant TO = Instant.parse("2026-12-01T00:00:00Z");

    private static CalendarText read(String... events) {
        return CalendarText.read(calendar(events), FROM, TO, PARIS);
    }

    static String calendar(String... events) {
        StringBuilder text = new StringBuilder("BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//lab//booking//EN\r\n");
        for (String event : events) {
            text.append("BEGIN:VEVENT\r\n")
                    .append(event.strip().replace("\n", "\r\n"))
                    .append("\r\nEND:VEVENT\r\n");
        }
        return text.append("END:VCALENDAR\r\n").toString();
    }

    private static List<Instant> starts(CalendarText text) {
        return text.occurrences().stream().map(one -> one.booking().start()).toList();
    }

    @Test
    void anEventIsABookingOfWhoOrganizedIt() {
        CalendarText text = read("""
                UID:1
                DTSTART:20261102T090000Z
                DTEND:20261102T120000Z
                SUMMARY:Proteins\\, batch 7
                ORGANIZER;CN=Ada:mailto:ada@lab.example
                ATTENDEE:mailto:bob@lab.example
                """);
        assertThat(text.findings()).isEmpty();
        assertThat(text.occurrences())
                .extracting(CalendarText.Occurrence::uid, CalendarText.Occurrence::booking)
                .containsExactly(tuple(
                        "1",
                        new Booking(
                                Instant.parse("2026-11-02T09:00:00Z"),
                                Instant.parse("2026-11-02T12:00:00Z"),
                                "Proteins, batch 7",
                                "ada@lab.example")));
    }

    /** Nine o'clock in Paris stays nine o'clock when the clocks are put back on 25 October. */
    @Test
    void aWeeklyBookingKeepsItsHourInItsTimeZone() {
        CalendarText text = read("""
                UID:weekly
                DTSTART;TZID=Europe/Paris:20260901T090000
                DURATION:PT3H
                RRULE:FREQ=WEEKLY;BYDAY=TU;UNTIL=20261111T000000Z
                EXDATE;TZID=Europe/Paris:20261103T090000
                SUMMARY:MS
                """);
        assertThat(starts(text))
                .containsExactly(
                        Instant.parse("2026-10-06T07:00:00Z"),
                        Instant.parse("2026-10-13T07:00:00Z"),
                        Instant.parse("2026-10-20T07:00:00Z"),
                        Instant.parse("2026-10-27T08:00:00Z"),
                        Instant.parse("2026-11-10T08:00:00Z"));
        assertThat(text.occurrences().getFirst().booking().end()).isEqualTo(Instant.parse("2026-10-06T10:00:00Z"));
    }

    @Test
    void aTimeZoneOfTheCalendarsOwnIsUnderstood() {
        String own = """
                BEGIN:VTIMEZONE
                TZID:Lab time
                BEGIN:STANDARD
                DTSTART:19700101T000000
                TZOFFSETFROM:+0530
                TZOFFSETTO:+0530
                END:STANDARD
                END:VTIMEZONE
                """.replace("\n", "\r\n");
        String text = calendar("""
                UID:1
                DTSTART;TZID=Lab time:20261102T090000
                DTEND;TZID=Lab time:20261102T100000
                """).replace("BEGIN:VEVENT", own + "BEGIN:VEVENT");
        assertThat(starts(CalendarText.read(text, FROM, TO, PARIS)))
                .containsExactly(Instant.parse("2026-11-02T03:30:00Z"));
    }

    @Test
    void movedAndCancelledOccurrencesAreWhereTheyAreNow() {
        CalendarText text = read("""
                UID:daily
                DTSTART:20261102T090000Z
                DTEND:20261102T110000Z
                RRULE:FREQ=DAILY;COUNT=4
                """, """
                UID:daily
                RECURRENCE-ID:20261103T090000Z
                DTSTART:20261103T140000Z
                DTEND:20261103T150000Z
                """, """
                UID:daily
                RECURRENCE-ID:20261104T090000Z
                DTSTART:20261104T090000Z
                DTEND:20261104T110000Z
                STATUS:CANCELLED
                """);
        assertThat(starts(text))
                .containsExactly(
                        Instant.parse("2026-11-02T09:00:00Z"),
                        Instant.parse("2026-11-03T14:00:00Z"),
                        Instant.parse("2026-11-05T09:00:00Z"));
    }

    @Test
    void datesAreDaysOfThePeopleAndTimesWithoutZoneAreTheirs() {
        CalendarText text = read(
                "UID:day\nDTSTART;VALUE=DATE:20261102",
                "UID:two\nDTSTART;VALUE=DATE:20261109\nDTEND;VALUE=DATE:20261111",
                "UID:float\nDTSTART:20261105T090000\nDTEND:20261105T100000");
        assertThat(text.occurrences())
                .extracting(one -> one.booking().start(), one -> one.booking().end())
                .containsExactly(
                        tuple(day(2), day(3)),
                        tuple(Instant.parse("2026-11-05T08:00:00Z"), Instant.parse("2026-11-05T09:00:00Z")),
                        tuple(day(9), day(11)));
    }

    private static Instant day(int ofNovember) {
        return LocalDate.of(2026, 11, ofNovember)
                .atStartOfDay(ZoneId.systemDefault())
                .toInstant();
    }

    @Test
    void whatIsFreeCancelledOrEndlessIsLeftOutAndTheRestStays() {
        CalendarText text = read(
                "UID:free\nDTSTART:20261102T090000Z\nDTEND:20261102T100000Z\nTRANSP:TRANSPARENT",
                "UID:gone\nDTSTART:20261102T090000Z\nDTEND:20261102T100000Z\nSTATUS:CANCELLED",
                "UID:nothing\nDTSTART:20261102T090000Z",
                "UID:year\nDTSTART:20261102T090000Z\nDTEND:20271102T090000Z",
                "UID:seconds\nDTSTART:20000101T000000Z\nDURATION:PT1S\nRRULE:FREQ=SECONDLY",
                "UID:broken\nDTSTART:yesterday",
                "UID:good\nDTSTART:20261102T090000Z\nDTEND:20261102T100000Z");
        assertThat(text.occurrences()).extracting(CalendarText.Occurrence::uid).containsExactly("good");
        assertThat(text.findings())
                .anySatisfy(line -> assertThat(line).startsWith("nothing: lasts nothing"))
                .anySatisfy(line -> assertThat(line).startsWith("year: lasts nothing, or more than 31 days"))
                .anySatisfy(line -> assertThat(line).startsWith("seconds: repeats oftener"));
    }

    /** Rules by which a careless reader would look for ever. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30",
                "FREQ=HOURLY;BYMONTH=2;BYMONTHDAY=31",
                "FREQ=HOURLY",
                "FREQ=DAILY;INTERVAL=999999999",
                "FREQ=HOURLY;BYMINUTE=0,1,2,3,4,5,6,7,8,9;BYSECOND=0,1,2,3,4,5,6,7,8,9",
                "FREQ=DAILY;BYHOUR=0,1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17,18,19,20,21,22,23;BYSETPOS=400"
            })
    @Timeout(120)
    void aRuleThatFindsNothingOrTooMuchEnds(String rule) {
        CalendarText text = read(
                "UID:rule\nDTSTART:19700101T000000Z\nDURATION:PT1M\nRRULE:" + rule,
                "UID:good\nDTSTART:20261102T090000Z\nDTEND:20261102T100000Z");
        assertThat(text.occurrences())
                .hasSizeLessThanOrEqualTo(20_000)
                .anySatisfy(one -> assertThat(one.uid()).isEqualTo("good"));
    }

    @Test
    void whatIsNoCalendarOrTooLargeIsRefused() {
        for (String text : List.of("", "<html><body>sign in</body></html>", "\u0000\u0001")) {
            assertThatThrownBy(() -> CalendarText.read(text, FROM, TO, PARIS))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("no iCalendar");
        }
        String many = "BEGIN:VEVENT\r\nEND:VEVENT\r\n".repeat(20_001);
        assertThatThrownBy(() -> CalendarText.read("BEGIN:VCALENDAR\r\n" + many, FROM, TO, PARIS))
                .hasMessageContaining("larger than");
        assertThatThrownBy(() -> CalendarText.read("x".repeat(5_000_001), FROM, TO, PARIS))
                .hasMessageContaining("larger than");
    }
}
