package gedeon.client.wire;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/** A file of a dataset. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record FileBody(
        String path,
        String key,
        @Nullable String version,
        long size,
        @Nullable String sha256) {}
