package gedeon.client.wire;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/** Under which unit a unit is to stand. No parent: it stands alone. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record NewParent(@Nullable String parent) {}
