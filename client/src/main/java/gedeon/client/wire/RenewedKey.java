package gedeon.client.wire;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/** Which key of a notebook shall have a new generation; no key: the notebook's own. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record RenewedKey(@Nullable String key) {}
