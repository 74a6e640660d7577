package gedeon.client.wire;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A process that works on the server's database now.
 *
 * @param role {@code complete} or {@code gateway}; null where it does not say, as host, release and serves
 * @param serves address of its S3 port
 */
public record ProcessBody(
        @Nullable String role,
        @Nullable String host,
        @Nullable String serves,
        @Nullable String release,
        Instant since) {}
