package gedeon.sync.journal;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** How many acquisitions wait, and since when the one that waits longest and the one that came last; null where none waits. */
public record Backlog(
        long waiting, @Nullable Instant oldest, @Nullable Instant newest) {}
