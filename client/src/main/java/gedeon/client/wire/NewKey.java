package gedeon.client.wire;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/** An access key to make; no role: owner. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record NewKey(@Nullable String role) {}
