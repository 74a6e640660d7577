package gedeon.client.wire;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/** A request is granted. No limit: what the notebook has now and all that was asked for. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record RoomGrant(@Nullable Long limit, @Nullable String words) {}
