package gedeon.storage;

import java.util.List;
import java.util.function.Consumer;

/** Scopes that are nearly full, and the events that say so. Off every hot path: what crossed a threshold is seen within seconds. */
public interface QuotaWatch {
    /** Scopes above a threshold now, as they were last seen; those with least left first. */
    List<QuotaNearlyFull> nearlyFull(int most);

    /**
     * Hands over what waits in the outbox, each event at least once; one that {@code to} does not take comes again later.
     *
     * @return how many were taken
     */
    int deliver(Consumer<QuotaNearlyFull> to);
}
