package gedeon.metadata;

import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Who has booked an instrument when, as its calendar (RFC 5545) says. What was read stays when the calendar forgets it, for as long as bookings are kept; what
 * is still to end goes when the calendar does not name it any more. Durable on return; rights are the caller's to ask.
 */
public interface Bookings {
    /** The booking that an instant lies in; of several the one that began last. */
    Optional<Booking> at(int instrument, Instant at);

    /** Where the instrument's bookings stand. */
    Optional<Calendar> calendar(int instrument);

    /** From now on they stand there; read within a quarter of an hour. */
    Calendar standAt(int instrument, String url, String by);

    /**
     * From now on they are these.
     *
     * @throws IllegalArgumentException where it is no iCalendar
     */
    Calendar are(int instrument, String text, String by);

    /** Nothing is known of bookings from now on. Those that are over stay. */
    void none(int instrument);

    /** Reads each calendar whose turn it is. Returns how many; one that cannot be read says why and keeps what was read before. */
    int readDue(Place place);

    /** From where a calendar is fetched. */
    @FunctionalInterface
    interface Place {
        /** @throws IOException with a sentence for people */
        String read(String url) throws IOException;
    }

    /** @param mail of who booked, where the calendar says it */
    record Booking(
            Instant start,
            Instant end,
            String summary,
            @Nullable String mail) {
        public Booking {
            if (!end.isAfter(start)) {
                throw new IllegalArgumentException("a booking ends after it began, was " + start + " to " + end);
            }
        }
    }

    /**
     * @param url null: a file was given
     * @param read when it was last read well
     * @param trouble why it could not be read the last time
     * @param findings what in it was left out, and why
     */
    record Calendar(
            @Nullable String url,
            @Nullable Instant read,
            @Nullable String trouble,
            long bookings,
            List<String> findings) {
        public Calendar {
            findings = List.copyOf(findings);
        }
    }
}
