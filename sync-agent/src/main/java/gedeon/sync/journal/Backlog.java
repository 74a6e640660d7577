package gedeon.sync.journal;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** How many acquisitions wait, and since when the one that waits longest. */
public record Backlog(long waiting, @Nullable Instant oldest) {}
