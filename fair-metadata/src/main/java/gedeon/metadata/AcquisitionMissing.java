package gedeon.metadata;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An instrument whose agent is on delivers nothing, where it usually has by now or somebody booked it.
 *
 * @param since by when it usually has; the beginning of the booking
 * @param booking null: later than usual
 */
public record AcquisitionMissing(Instrument instrument, Instant since, Bookings.@Nullable Booking booking) {}
