package gedeon.client.wire;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/** The policy that a notebook is to have; none: its blobs stay where they are. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record NewAssignment(@Nullable String policy) {}
