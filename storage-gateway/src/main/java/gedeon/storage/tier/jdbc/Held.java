package gedeon.storage.tier.jdbc;

import java.time.Instant;

/** What lived in a tier when somebody last counted: a round of fixity, or a person who asked. */
public record Held(long blobs, long bytes, Instant counted) {}
