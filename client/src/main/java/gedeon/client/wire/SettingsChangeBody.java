package gedeon.client.wire;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * One thing that differs between two versions of settings.
 *
 * @param what {@code added}, {@code removed} or {@code changed}
 * @param source of which source; null: of the settings themselves
 * @param field null: the source as a whole
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record SettingsChangeBody(
        String what,
        @Nullable String source,
        @Nullable String field,
        @Nullable String before,
        @Nullable String after) {}
