package gedeon.metadata;

import gedeon.metadata.AgentSettings.LogLevel;
import gedeon.metadata.AgentSettings.Pause;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What agents are told in the answer to a sign of life. A pause of an instrument is a version of its settings; one of an agent alone is not. Durable on return;
 * rights are the caller's to ask.
 */
public interface AgentOrders {
    /** Whom an order is for. */
    sealed interface Whom {
        /** One agent alone. */
        record One(UUID agent, int instrument) implements Whom {}

        /** All agents of an instrument. */
        record AllOf(int instrument) implements Whom {}
    }

    void pause(Whom whom, Pause pause);

    /**
     * Ends a pause; of all of an instrument, also those of its agents alone.
     *
     * @throws IllegalArgumentException where an agent is to send whose whole instrument is paused
     */
    void resume(Whom whom, String by);

    /** Each looks at everything anew, once. Returns how many will. */
    int rescan(Whom whom);

    /** For a while, instead of that of the settings. @param until null: no longer than now */
    void logLevel(Whom whom, LogLevel level, @Nullable Instant until);

    /** What is wanted of an agent now. */
    Standing of(UUID agent);

    /**
     * @param settings version in force
     * @param rescan number of the last order, 0: none
     * @param logLevel null: that of the settings
     * @param release signed notice of the newest version of the agent
     */
    record Standing(
            int settings,
            @Nullable Pause paused,
            long rescan,
            @Nullable LogLevel logLevel,
            @Nullable Instant logLevelUntil,
            @Nullable String release) {}
}
