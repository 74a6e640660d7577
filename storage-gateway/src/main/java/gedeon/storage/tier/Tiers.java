package gedeon.storage.tier;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The tiers of an installation, by the ids of their rows. */
public interface Tiers {
    /**
     * An open tier; nobody but its owner closes it.
     *
     * @throws TierOffline where it is switched off, unknown, or cannot be opened by this process
     */
    Tier of(short id) throws TierOffline;

    /**
     * Bytes there that work in the background may take: {@link Tier#spare}, and where only a capacity is said, not more than what was left of that when its
     * content was last counted.
     *
     * @throws IOException where it cannot say
     */
    default long spare(short id) throws IOException {
        return of(id).spare();
    }

    /** How far away it is: of two copies the one of the lower rank is read. Zero is as near as it gets; nobody looks for a nearer copy then. */
    int rank(short id);

    /** After how long what lies there can be read; empty where it is read at once. */
    default Optional<Duration> recall(short id) {
        return Optional.empty();
    }

    /** Whether nothing is ever written there: a folder of somebody else. */
    default boolean readOnly(short id) {
        return false;
    }

    /** Whether it is being emptied, or is to stay empty: nothing that is not there comes into it. */
    default boolean draining(short id) {
        return false;
    }

    /** Where new blobs of a notebook go: the first that takes them. Never empty. */
    List<Short> landing(int notebook);
}
