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
 * @param granted bytes that it added
 * @param limitObjects the limit of objects that it has set
 * @param grantedObjects objects that it added; none where the notebook has no limit of them
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
        @Nullable Long limit,
        @Nullable Long granted,
        @Nullable Long limitObjects,
        @Nullable Long grantedObjects) {}
