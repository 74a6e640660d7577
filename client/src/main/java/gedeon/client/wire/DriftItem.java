package gedeon.client.wire;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** One commitment against reality; {@code note} is a sentence with the evidence and, where it drifts, the remedy. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record DriftItem(
        String output,
        String commitment,
        @Nullable Number promised,
        @Nullable Number measured,
        @Nullable String unit,
        String grade,
        @Nullable Instant since,
        @Nullable String note) {
    public DriftItem(
            String output,
            String commitment,
            @Nullable Number promised,
            @Nullable Number measured,
            @Nullable String unit,
            String grade,
            @Nullable Instant since) {
        this(output, commitment, promised, measured, unit, grade, since, null);
    }
}
