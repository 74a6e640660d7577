package gedeon.server.connectors.labguru;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A Labguru that feeds a notebook, and how far it was read. */
record Connector(
        int id,
        String name,
        ServerAddress address,
        int notebook,
        Map<Kind, Instant> since,
        @Nullable Instant lastFull) {
    /** Names stand in tables as the origin of things, where {@code person} means typed by hand. */
    static String named(String name) {
        String plain = name.strip();
        if (!plain.matches("[\\p{L}\\p{N}][\\p{L}\\p{N} ._-]{0,99}") || plain.equals("person")) {
            throw new IllegalArgumentException("the name of a connector has 1 to 100 letters, digits, spaces or . _ -,"
                    + " begins with a letter or digit and is not \"person\", was \"" + name + "\"");
        }
        return plain;
    }
}
