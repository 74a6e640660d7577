package gedeon.client.wire;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** An agent as its managers see it. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record AgentBody(
        String agent,
        String instrument,
        @Nullable String hostname,
        @Nullable Instant lastSeen,
        long backlog,
        String state) {}
