package gedeon.client.wire;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/** A dataset that a search found; {@code matched} tells by what. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record HitBody(
        String id,
        String name,
        String notebook,
        @Nullable String type,
        long bytes,
        @Nullable String matched) {}
