package gedeon.server.connectors.labguru;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a run brought: how many of each were new or changed, and what was left out and why.
 *
 * @param since the newest change seen; empty where nothing told its age
 */
public record Synced(
        long experiments,
        long protocols,
        long instruments,
        long persons,
        @Nullable Instant since,
        List<String> problems) {
    public Synced {
        problems = List.copyOf(problems);
    }
}
