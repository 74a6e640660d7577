package gedeon.client.wire;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/** An instrument to register in a notebook; {@code pid} is its persistent identifier. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record NewInstrument(
        String name,
        String notebook,
        @Nullable String model,
        @Nullable String manufacturer,
        @Nullable String serial,
        @Nullable String pid) {}
