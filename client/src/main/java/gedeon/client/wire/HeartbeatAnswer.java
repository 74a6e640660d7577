package gedeon.client.wire;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The server's clock, and what it wants of the agent. Whatever is left out is not wanted (any more).
 *
 * @param settings the version in force; an agent that has another fetches it
 * @param paused by the settings or for this agent alone
 * @param rescan number of the last order to look at everything anew; done once
 * @param logLevel for a while, before that of the settings
 * @param release signed notice of the newest version of the agent
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record HeartbeatAnswer(
        Instant clock,
        @Nullable Integer settings,
        @Nullable PauseBody paused,
        @Nullable Long rescan,
        @Nullable LogLevelBody logLevel,
        @Nullable String release) {
    /** The clock alone. */
    public HeartbeatAnswer(Instant clock) {
        this(clock, null, null, null, null, null);
    }
}
