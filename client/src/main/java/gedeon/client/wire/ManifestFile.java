package gedeon.client.wire;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A file of an acquisition: its path in there, its object key and version, its bytes and digest, and when the instrument last changed it. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ManifestFile(
        String path, String key, @Nullable String version, long size, String sha256, Instant modified) {}
