package gedeon.client.wire;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is central of an instrument's agents, as one version. In what people put, whatever is left out stays as it is; {@code sources}, where given, are all
 * of them.
 *
 * @param version counted up by the server; 0: nobody ever said anything
 * @param senders files under way at a time
 * @param logLevel {@code info} or {@code debug}
 * @param made null, as {@code by} and {@code note}, of version 0
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record SettingsBody(
        @Nullable Integer version,
        @Nullable List<SourceBody> sources,
        @Nullable List<BandwidthBody> bandwidth,
        @Nullable Integer senders,
        @Nullable String logLevel,
        @Nullable PauseBody paused,
        @Nullable String note,
        @Nullable Instant made,
        @Nullable String by) {
    public SettingsBody {
        sources = sources == null ? null : List.copyOf(sources);
        bandwidth = bandwidth == null ? null : List.copyOf(bandwidth);
    }
}
