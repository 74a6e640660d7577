package gedeon.client.wire;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A sign of life: acquisitions not yet received, the oldest of them, files sent so far, free bytes of the disk, the agent's clock, and
 * sentences about trouble; {@code leaving}: the agent stops as it was told to, this is the last one.
 *
 * @param newestUnsent when the newest of those not yet received was first seen
 * @param settings the version of the settings that it goes by
 * @param rules in use, as {@code name@version}
 * @param paused it sends nothing, as it was told to
 * @param rescanned number of the last order to look at everything anew that it carried out
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
        @Nullable Boolean leaving,
        @Nullable Instant newestUnsent,
        @Nullable Integer settings,
        @Nullable List<String> rules,
        @Nullable Boolean paused,
        @Nullable Long rescanned) {
    public HeartbeatBody {
        messages = Absent.asEmpty(messages);
        rules = rules == null ? null : List.copyOf(rules);
    }

    /** Of an agent that knows nothing of orders. */
    public HeartbeatBody(
            long backlog,
            @Nullable Instant oldestUnsent,
            long sent,
            long disk,
            Instant clock,
            String agentVersion,
            List<String> messages,
            @Nullable Boolean leaving) {
        this(backlog, oldestUnsent, sent, disk, clock, agentVersion, messages, leaving, null, null, null, null, null);
    }
}
