package gedeon.client.wire;

import com.fasterxml.jackson.annotation.JsonInclude;
import gedeon.kernel.FinishRule;
import org.jspecify.annotations.Nullable;

/**
 * A watched folder with its rules. {@code pattern} is a glob for the names of acquisitions, {@code marker} the name of a file whose presence
 * means finished, {@code prefix} what object keys begin with; the server counts {@code version} up at each change. Where a rule is named, {@code finish} is
 * that rule as the server has it, and kind, companions and signs are its own; {@code pattern} then narrows what it takes.
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record SourceBody(
        String name,
        String folder,
        @Nullable String pattern,
        SourceKind kind,
        @Nullable String marker,
        int quietSeconds,
        @Nullable String prefix,
        @Nullable String experiment,
        @Nullable Integer version,
        @Nullable String rule,
        @Nullable FinishRule finish) {
    /** By its own pattern, marker and quiet period. */
    public SourceBody(
            String name,
            String folder,
            @Nullable String pattern,
            SourceKind kind,
            @Nullable String marker,
            int quietSeconds,
            @Nullable String prefix,
            @Nullable String experiment,
            @Nullable Integer version) {
        this(name, folder, pattern, kind, marker, quietSeconds, prefix, experiment, version, null, null);
    }
}
