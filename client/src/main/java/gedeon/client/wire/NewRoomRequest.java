package gedeon.client.wire;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * More room that is asked for.
 *
 * @param more bytes beside the limit
 * @param moreObjects beside the limit of objects
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record NewRoomRequest(long more, @Nullable Long moreObjects, String reason) {}
