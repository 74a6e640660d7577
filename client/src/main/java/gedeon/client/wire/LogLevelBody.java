package gedeon.client.wire;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** How much an agent writes, {@code info} or {@code debug}, and until when. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record LogLevelBody(String level, @Nullable Instant until) {}
