package gedeon.client.wire;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * A unit and its room, in bytes and objects.
 *
 * @param limitObjects null where it may hold any number
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record UnitBody(
        String id,
        String name,
        @Nullable String parent,
        long limit,
        long used,
        long reserved,
        @Nullable Long limitObjects,
        long usedObjects,
        long reservedObjects) {
    /** Of bytes alone. */
    public UnitBody(String id, String name, @Nullable String parent, long limit, long used, long reserved) {
        this(id, name, parent, limit, used, reserved, null, 0, 0);
    }
}
