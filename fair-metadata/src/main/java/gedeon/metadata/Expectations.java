package gedeon.metadata;

import java.util.function.Consumer;

/** What is to be expected of instruments: that they deliver as they usually do, and when they are booked. */
public interface Expectations {
    /** Hands over what is missing: an instrument that is later than usual once a day, a booking without a file once. At least once. Returns how many. */
    int tellMissing(Consumer<AcquisitionMissing> to);
}
