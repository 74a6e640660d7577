package gedeon.client.wire;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/** A generation to withdraw; no key: of the notebook's own. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record NewWithdrawal(@Nullable String key, int generation) {}
