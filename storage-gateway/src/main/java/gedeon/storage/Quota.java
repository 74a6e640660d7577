package gedeon.storage;

import gedeon.kernel.ByteCount;
import org.jspecify.annotations.Nullable;

/** Room of one scope in logical bytes and in objects. {@code reserved} is all leased room, idle included. */
public record Quota(ByteCount limit, ByteCount used, ByteCount reserved, Count objects) {
    public Quota(ByteCount limit, ByteCount used, ByteCount reserved) {
        this(limit, used, reserved, Count.UNLIMITED);
    }

    /**
     * Objects: versions count one each, delete markers and open uploads none.
     *
     * @param limit null where any number may be stored
     */
    public record Count(@Nullable Long limit, long used, long reserved) {
        static final Count UNLIMITED = new Count(null, 0, 0);
    }

    /** Whether so many bytes fit. */
    public boolean admits(ByteCount asked) {
        return used.plus(reserved).plus(asked).value() <= limit.value();
    }

    public ByteCount free() {
        return limit.minusOrZero(used.plus(reserved));
    }
}
