package gedeon.server.connectors.calendar;

import gedeon.metadata.Bookings;
import gedeon.storage.lifecycle.Turn;
import java.io.IOException;
import java.time.Duration;

/** Looks each minute whether a calendar's turn has come. */
final class CalendarRounds implements AutoCloseable {
    private static final Duration EVERY = Duration.ofMinutes(1);

    private final CalendarPlace place;
    private final Turn turn;

    CalendarRounds(Bookings bookings, CalendarPlace place) {
        this.place = place;
        this.turn = new Turn("calendars", EVERY, () -> bookings.readDue(place));
    }

    @Override
    public void close() throws IOException {
        turn.close();
        place.close();
    }
}
