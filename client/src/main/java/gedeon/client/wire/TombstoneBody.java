package gedeon.client.wire;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What is kept of a version that was disposed of.
 *
 * @param sha256 absent where nobody had read the whole of it
 * @param came when it was stored
 * @param disposal its number
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record TombstoneBody(
        String bucket,
        String key,
        String version,
        long size,
        @Nullable String etag,
        @Nullable String sha256,
        @Nullable String contentType,
        Instant came,
        Instant disposed,
        String requestedBy,
        String approvedBy,
        String reason,
        String disposal) {}
