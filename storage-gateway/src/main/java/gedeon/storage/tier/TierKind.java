package gedeon.storage.tier;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** How tiers of one kind are made and opened, from settings that hold no secret. */
public interface TierKind {
    /** As rows and commands name it: {@code posix}, {@code s3}. */
    String name();

    /**
     * Makes a tier where none is, and marks it.
     *
     * @throws IllegalArgumentException naming a setting that is absent or wrong
     */
    UUID create(Map<String, String> settings) throws IOException;

    /**
     * Opens a tier that was made before.
     *
     * @param writer the name under which this process writes, known to whoever tidies up after it
     * @throws TierOffline where it is not there, or another one is
     */
    Tier open(Map<String, String> settings, UUID tier, UUID writer) throws IOException;

    /**
     * After how long what lies in such a tier can be read; empty where it is read at once ({@link Trait#ONLINE}). What is not is restored before people read
     * it: nothing lands there, and nobody reads from there but who copies.
     *
     * @throws IllegalArgumentException naming a setting that is wrong
     */
    default Optional<Duration> recall(Map<String, String> settings) {
        return Optional.empty();
    }

    /** Whether nothing is ever written to such tiers: nothing lands there, and nothing is copied or repaired into them. */
    default boolean readOnly() {
        return false;
    }
}
