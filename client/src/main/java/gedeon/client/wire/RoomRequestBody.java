package gedeon.client.wire;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A request for more room of a notebook.
 *
 * @param more bytes beside the limit
 * @param state {@code open}, {@code granted} or {@code refused}
 * @param limit the limit that a grant has set
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record RoomRequestBody(
        String id,
        String notebook,
        String asker,
        long more,
        long moreObjects,
        String reason,
        Instant asked,
        String state,
        @Nullable Instant decided,
        @Nullable String decider,
        @Nullable String words,
        @Nullable Long limit) {}
