package gedeon.client.wire;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** An instrument, and when it last delivered an acquisition. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record InstrumentBody(
        String name,
        String notebook,
        @Nullable String model,
        @Nullable String manufacturer,
        @Nullable String serial,
        @Nullable String pid,
        @Nullable Instant lastAcquisition) {}
