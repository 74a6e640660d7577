package gedeon.metadata;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** An instrument of a notebook; {@code pid} is its persistent identifier (PIDINST). */
public record Instrument(
        int id,
        int notebook,
        String name,
        @Nullable String model,
        @Nullable String manufacturer,
        @Nullable String serial,
        @Nullable String pid,
        Instant created,
        @Nullable Instant lastAcquisition) {
    /** What is known before it has an id. */
    public record Draft(
            int notebook,
            String name,
            @Nullable String model,
            @Nullable String manufacturer,
            @Nullable String serial,
            @Nullable String pid) {
        public Draft {
            name = Names.required("an instrument", name);
        }
    }
}
