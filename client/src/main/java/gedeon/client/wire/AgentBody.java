package gedeon.client.wire;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An agent as its managers see it.
 *
 * @param old a newer version was made known
 * @param settings version of the settings that it goes by, as it says; null: it never said
 * @param paused it says that it sends nothing
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record AgentBody(
        String agent,
        String instrument,
        @Nullable String hostname,
        @Nullable Instant lastSeen,
        long backlog,
        String state,
        @Nullable String version,
        @Nullable Boolean old,
        @Nullable Integer settings,
        @Nullable Boolean paused) {}
