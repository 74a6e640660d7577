package gedeon.client.wire;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/** @param doubt why it cannot be relied on; null where it can */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record RecheckAnswer(boolean holds, @Nullable String doubt) {}
