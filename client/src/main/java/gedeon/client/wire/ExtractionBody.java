package gedeon.client.wire;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/** How the extraction of a dataset's metadata went, by which reader, and why it failed where it did. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ExtractionBody(
        String state,
        @Nullable String reader,
        @Nullable String version,
        @Nullable String reason) {}
