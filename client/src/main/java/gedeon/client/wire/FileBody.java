package gedeon.client.wire;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A file of a dataset.
 *
 * @param verified when it was read again as it is stored, and was what the instrument's computer had
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record FileBody(
        String path,
        String key,
        @Nullable String version,
        long size,
        @Nullable String sha256,
        @Nullable Instant verified) {
    public FileBody(String path, String key, @Nullable String version, long size, @Nullable String sha256) {
        this(path, key, version, size, sha256, null);
    }
}
