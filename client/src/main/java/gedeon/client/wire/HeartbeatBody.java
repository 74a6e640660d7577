package gedeon.client.wire;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A sign of life: acquisitions not yet received, the oldest of them, files sent so far, free bytes of the disk, the agent's clock, and
 * sentences about trouble; {@code leaving}: the agent stops as it was told to, this is the last one.
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record HeartbeatBody(
        long backlog,
        @Nullable Instant oldestUnsent,
        long sent,
        long disk,
        Instant clock,
        String agentVersion,
        List<String> messages,
        @Nullable Boolean leaving) {
    public HeartbeatBody {
        messages = Absent.asEmpty(messages);
    }
}
