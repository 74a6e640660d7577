package gedeon.sync.page;

import com.fasterxml.jackson.annotation.JsonInclude;
import gedeon.client.wire.HeartbeatBody;
import gedeon.sync.status.AgentStatus;
import gedeon.sync.status.SourceLook;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a running agent stands, as its page and {@code /status.json} show it. {@code heartbeat}: the last one, as it was sent; {@code bytesPerSecond}: to the bucket, over
 * the last minute; {@code bytesSince}: since {@code started}.
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record PageFacts(
        String version,
        Instant at,
        Instant started,
        AgentStatus status,
        List<SourceLook> sources,
        List<String> troubles,
        @Nullable Instant heartbeatAt,
        @Nullable HeartbeatBody heartbeat,
        long bytesSince,
        long bytesPerSecond) {
    public PageFacts {
        sources = List.copyOf(sources);
        troubles = List.copyOf(troubles);
    }
}
