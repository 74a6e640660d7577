package gedeon.sync.journal;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A file that the bucket holds: its path in the acquisition, key, version, bytes, SHA-256 and time of last change when it was read. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record StoredFile(
        String path, String key, @Nullable String version, long size, String sha256, Instant modified) {}
