package gedeon.client.wire;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * A request is granted; what is not said of bytes or of objects is granted whole.
 *
 * @param limit the new limit of bytes, instead of {@code more}
 * @param more bytes beside the limit as it stands, at most those that were asked for
 * @param moreObjects objects beside their limit, at most those that were asked for
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record RoomGrant(
        @Nullable Long limit,
        @Nullable Long more,
        @Nullable Long moreObjects,
        @Nullable String words) {}
