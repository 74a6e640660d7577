package gedeon.client.wire;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * A watched folder with its rules. {@code pattern} is a glob for the names of acquisitions, {@code marker} the name of a file whose presence
 * means finished, {@code prefix} what object keys begin with; the server counts {@code version} up at each change.
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
        @Nullable Integer version) {}
