package gedeon.client.wire;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Nothing is sent; watching goes on.
 *
 * @param until null: until somebody resumes
 * @param by who said so; the server writes it
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record PauseBody(
        @Nullable Instant until,
        @Nullable String reason,
        @Nullable String by,
        @Nullable Instant since) {}
