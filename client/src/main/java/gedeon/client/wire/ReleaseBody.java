package gedeon.client.wire;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The newest version of the agent.
 *
 * @param notice version, url and SHA-256 as the server signed them (a compact JWS, EdDSA)
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ReleaseBody(
        String version,
        String url,
        String sha256,
        String notice,
        Instant made,
        @Nullable String by) {}
