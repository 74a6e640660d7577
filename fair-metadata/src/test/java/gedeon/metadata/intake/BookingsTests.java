package gedeon.metadata.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gedeon.metadata.Bookings;
import gedeon.metadata.Bookings.Booking;
import gedeon.metadata.Instrument;
import gedeon.metadata.ManualClock;
import gedeon.metadata.TestCatalogue;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class BookingsTests {
    private static final Instant NOW = Instant.parse("2026-11-02T08:00:00Z");
    private static final String URL = "https://booking.example/scope.ics";

    private final ManualClock clock = new ManualClock(NOW);
    private String calendar = "";

    private static String event(String uid, String from, String to, String mail) {
        return "UID:" + uid + "\nDTSTART:" + from + "\nDTEND:" + to + "\nSUMMARY:" + uid + "\nORGANIZER:mailto:" + mail;
    }

    @Test
    void aCalendarIsReadEachQuarterOfAnHourAndTellsWhoseAnInstantIs() throws Exception {
        try (TestCatalogue test = new TestCatalogue(TestCatalogue.finding("temperature", 280), clock)) {
            int scope = instrument(test, "scope");
            Bookings bookings = test.catalogue.bookings();
            bookings.standAt(scope, URL, "ada");
            calendar = CalendarTextTests.calendar(
                    event("morning", "20261102T080000Z", "20261102T120000Z", "ada@lab.example"),
                    event("inside", "20261102T100000Z", "20261102T110000Z", "bob@lab.example"),
                    event("over", "20261101T080000Z", "20261101T120000Z", "eve@lab.example"));
            assertThat(bookings.readDue(this::read)).isEqualTo(1);
            assertThat(bookings.readDue(this::read)).isZero();
            assertThat(at(bookings, scope, "2026-11-02T08:00:00Z")).isEqualTo("ada@lab.example");
            assertThat(at(bookings, scope, "2026-11-02T10:30:00Z")).isEqualTo("bob@lab.example");
            assertThat(at(bookings, scope, "2026-11-02T11:00:00Z")).isEqualTo("ada@lab.example");
            assertThat(at(bookings, scope, "2026-11-02T12:00:00Z")).isEqualTo("nobody");
            assertThat(bookings.calendar(scope).orElseThrow().bookings()).isEqualTo(3);

            // The calendar forgets all: what is over stays, what is to come is gone.
            calendar = CalendarTextTests.calendar();
            clock.set(NOW.plus(Duration.ofMinutes(15)));
            assertThat(bookings.readDue(this::read)).isEqualTo(1);
            assertThat(at(bookings, scope, "2026-11-02T10:30:00Z")).isEqualTo("nobody");
            assertThat(at(bookings, scope, "2026-11-01T10:00:00Z")).isEqualTo("eve@lab.example");

            // One that cannot be read says why and takes nothing away.
            calendar = CalendarTextTests.calendar(
                    event("later", "20261102T140000Z", "20261102T160000Z", "ada@lab.example"));
            clock.set(NOW.plus(Duration.ofMinutes(30)));
            bookings.readDue(this::read);
            clock.set(NOW.plus(Duration.ofMinutes(45)));
            bookings.readDue(url -> {
                throw new IOException("the calendar's server answered 503 instead of a calendar");
            });
            assertThat(bookings.calendar(scope).orElseThrow().trouble()).contains("503");
            assertThat(at(bookings, scope, "2026-11-02T15:00:00Z")).isEqualTo("ada@lab.example");
            clock.set(NOW.plus(Duration.ofMinutes(60)));
            bookings.readDue(this::read);
            assertThat(bookings.calendar(scope).orElseThrow().trouble()).isNull();

            bookings.none(scope);
            assertThat(bookings.calendar(scope)).isEmpty();
            assertThat(at(bookings, scope, "2026-11-02T15:00:00Z")).isEqualTo("nobody");
            assertThat(at(bookings, scope, "2026-11-01T10:00:00Z")).isEqualTo("eve@lab.example");
        }
    }

    @Test
    void aFileIsReadAtOnceAndItsRepetitionsGoOn() throws Exception {
        try (TestCatalogue test = new TestCatalogue(TestCatalogue.finding("temperature", 280), clock)) {
            int scope = instrument(test, "scope");
            Bookings bookings = test.catalogue.bookings();
            assertThatThrownBy(() -> bookings.are(scope, "sign in", "ada"))
                    .isInstanceOf(IllegalArgumentException.class);
            assertThat(bookings.calendar(scope)).isEmpty();
            bookings.are(
                    scope,
                    CalendarTextTests.calendar(
                            event("weekly", "20261102T080000Z", "20261102T120000Z", "ada@lab.example")
                                    + "\nRRULE:FREQ=WEEKLY"),
                    "ada");
            assertThat(at(bookings, scope, "2026-11-09T09:00:00Z")).isEqualTo("ada@lab.example");
            assertThat(at(bookings, scope, "2027-01-11T09:00:00Z")).isEqualTo("nobody");
            clock.set(Instant.parse("2027-01-04T00:00:00Z"));
            bookings.readDue(this::read);
            assertThat(at(bookings, scope, "2027-01-11T09:00:00Z")).isEqualTo("ada@lab.example");
            for (String wrong : new String[] {"ftp://x/y", "file:///etc/passwd", "https://ada:pw@host/x", "nowhere"}) {
                assertThatThrownBy(() -> bookings.standAt(scope, wrong, "ada"))
                        .isInstanceOf(IllegalArgumentException.class);
            }
        }
    }

    private String read(String url) {
        assertThat(url).isEqualTo(URL);
        return calendar;
    }

    private static int instrument(TestCatalogue test, String name) {
        return test.catalogue
                .instruments()
                .register(new Instrument.Draft(test.notebook.id(), name, null, null, null, null))
                .id();
    }

    private static String at(Bookings bookings, int instrument, String when) {
        Booking found = bookings.at(instrument, Instant.parse(when)).orElse(null);
        return found == null ? "nobody" : String.valueOf(found.mail());
    }
}
