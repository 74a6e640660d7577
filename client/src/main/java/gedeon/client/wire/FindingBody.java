package gedeon.client.wire;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/** A finding: where (JSON pointer), a stable code, a sentence and the remedy. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record FindingBody(
        String pointer,
        String code,
        String message,
        @Nullable String remedy) {}
