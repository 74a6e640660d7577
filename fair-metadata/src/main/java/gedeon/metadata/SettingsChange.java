package gedeon.metadata;

import org.jspecify.annotations.Nullable;

/**
 * One thing that differs between two versions of settings.
 *
 * @param source of which source; null: of the settings themselves
 * @param field null: the source as a whole
 */
public record SettingsChange(
        What what,
        @Nullable String source,
        @Nullable String field,
        @Nullable String before,
        @Nullable String after) {
    /** How. */
    public enum What {
        ADDED,
        REMOVED,
        CHANGED
    }
}
