package gedeon.client.wire;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/** A unit and its room, in bytes. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record UnitBody(String id, String name, @Nullable String parent, long limit, long used, long reserved) {}
