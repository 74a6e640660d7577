package gedeon.metadata;

import gedeon.metadata.AgentSettings.Pause;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The settings of instruments' agents, each version for good. The newest is in force, and its sources are those of {@link Instruments#sources}: both change in
 * one transaction. Durable on return; rights are the caller's to ask.
 */
public interface AgentSettingsVersions {
    /** In force. Version 0 where nobody ever said anything. */
    Kept now(int instrument);

    /** The number alone of that in force. */
    int version(int instrument);

    Optional<Kept> find(int instrument, int version);

    /** The newest first. */
    List<Kept> versions(int instrument);

    /**
     * Makes it the next version, and its sources those of the instrument; where nothing differs, none is made.
     *
     * @param onto the version that the change rests on; null: whatever is in force
     * @throws Changed where another is in force by now
     * @throws IllegalArgumentException where a source names no rule, or its prefix meets another's of the notebook
     */
    Outcome keep(int instrument, @Nullable Integer onto, AgentSettings next, String by, @Nullable String note);

    /** What {@link #keep} would do, all its refusals among it. */
    Outcome preview(int instrument, @Nullable Integer onto, AgentSettings next);

    /** The version in force, with that pause instead of its own; null: without. */
    Outcome pause(int instrument, @Nullable Pause pause, String by);

    /** @param made null, as {@code by}, of version 0 */
    record Kept(
            int version,
            AgentSettings settings,
            @Nullable Instant made,
            @Nullable String by,
            @Nullable String note) {}

    /** @param version in force now */
    record Outcome(int version, boolean kept, List<SettingsChange> changes) {}

    /** Somebody was quicker. */
    final class Changed extends RuntimeException {
        private static final long serialVersionUID = 1;

        public Changed(int onto, int now) {
            super("version " + onto + " of the settings is not in force any more, " + now
                    + " is; read them again and repeat");
        }
    }
}
