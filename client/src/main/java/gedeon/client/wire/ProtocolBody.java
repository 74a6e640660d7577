package gedeon.client.wire;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/** A version of a protocol. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ProtocolBody(
        String name,
        String version,
        String notebook,
        @Nullable String title,
        @Nullable String url) {}
