package gedeon.client.wire;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/** A unit to create. No quota: the parent's, or 100 TB at the root. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record NewUnit(
        String name, @Nullable String parent, @Nullable Long quota) {}
