package gedeon.client.wire;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * A new limit for a notebook, in bytes.
 *
 * @param limitObjects objects that it may hold; null leaves that as it is
 * @param unlimitedObjects true: it may hold any number
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record NewLimit(
        long limit, @Nullable Long limitObjects, @Nullable Boolean unlimitedObjects) {}
