package gedeon.client.wire;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The room of a notebook, in bytes and objects.
 *
 * @param limitObjects null where it may hold any number
 * @param tiers bytes by tier; null where they were not asked for, or could not be counted in time
 * @param classes bytes by storage class; null as {@code tiers}
 * @param unit what its unit has promised beside what it has; null for who may not see the unit
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record QuotaBody(
        String name,
        long limit,
        long used,
        long reserved,
        @Nullable Long limitObjects,
        long usedObjects,
        long reservedObjects,
        @Nullable UnitRoom unit,
        @Nullable List<PlacesBody.PlaceShare> tiers,
        @Nullable List<PlacesBody.PlaceShare> classes) {
    /** Of bytes alone. */
    public QuotaBody(String name, long limit, long used, long reserved) {
        this(name, limit, used, reserved, null, 0, 0, null, null, null);
    }

    /** With where the bytes lie beside. */
    public QuotaBody with(PlacesBody places) {
        return places.counted()
                ? new QuotaBody(
                        name,
                        limit,
                        used,
                        reserved,
                        limitObjects,
                        usedObjects,
                        reservedObjects,
                        unit,
                        places.tiers(),
                        places.classes())
                : this;
    }

    /** @param allocated sum of the limits of what is directly below the unit */
    public record UnitRoom(String name, long allocated, long limit) {}
}
