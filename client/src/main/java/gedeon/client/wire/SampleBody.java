package gedeon.client.wire;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/** A sample of a notebook. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record SampleBody(
        String name,
        String notebook,
        @Nullable String description,
        @Nullable String identifier) {}
