package gedeon.client.wire;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * The room of a notebook, in bytes and objects.
 *
 * @param limitObjects null where it may hold any number
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record QuotaBody(
        String name,
        long limit,
        long used,
        long reserved,
        @Nullable Long limitObjects,
        long usedObjects,
        long reservedObjects) {
    /** Of bytes alone. */
    public QuotaBody(String name, long limit, long used, long reserved) {
        this(name, limit, used, reserved, null, 0, 0);
    }
}
