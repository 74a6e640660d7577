package gedeon.client.wire;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A current version in a bucket, and the dataset it belongs to where there is one. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ObjectBody(
        String key,
        @Nullable String version,
        long size,
        @Nullable String etag,
        @Nullable String sha256,
        Instant modified,
        @Nullable String dataset) {}
