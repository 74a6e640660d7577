package gedeon.client.wire;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * A unit and its room, in bytes and objects.
 *
 * @param limitObjects null where it may hold any number
 * @param allocated sum of the limits of what is directly below it
 * @param overallocation by how many per cent {@code allocated} may pass {@code limit}; null: by any
 * @param capacity of a unit that stands alone: what the tiers hold and can still take
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
        long reservedObjects,
        long allocated,
        @Nullable Integer overallocation,
        @Nullable Long capacity) {
    /** Of bytes alone. */
    public UnitBody(String id, String name, @Nullable String parent, long limit, long used, long reserved) {
        this(id, name, parent, limit, used, reserved, null, 0, 0, 0, null, null);
    }
}
