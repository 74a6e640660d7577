package gedeon.storage.tier;

import java.io.IOException;

/**
 * A blob that was given to its tier and lies there whole, but not yet durably. Closing it without {@link #await} lets go of it: its bytes stay until they are
 * {@link Tier#discard discarded} or a power cut takes them. For one thread.
 */
public interface Pending extends AutoCloseable {
    /** Where it lies. */
    Location location();

    /** Durable on return. */
    void await() throws IOException;

    @Override
    void close() throws IOException;

    /** One that is durable already. */
    static Pending durable(Location location) {
        return new Pending() {
            @Override
            public Location location() {
                return location;
            }

            @Override
            public void await() {}

            @Override
            public void close() {}
        };
    }
}
