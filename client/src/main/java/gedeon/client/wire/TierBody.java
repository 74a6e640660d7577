package gedeon.client.wire;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/** A place that keeps blobs; {@code free} is absent where the tier cannot tell. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record TierBody(
        String name, String kind, String state, @Nullable Long free) {}
