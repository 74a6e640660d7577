package gedeon.storage;

import gedeon.kernel.ByteCount;

/** Room of one scope in logical bytes. {@code reserved} is all leased room, idle included. */
public record Quota(ByteCount limit, ByteCount used, ByteCount reserved) {
    public boolean admits(ByteCount asked) {
        return used.plus(reserved).plus(asked).value() <= limit.value();
    }

    public ByteCount free() {
        return limit.minusOrZero(used.plus(reserved));
    }
}
