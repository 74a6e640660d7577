package gedeon.storage;

import gedeon.kernel.ByteCount;
import org.jspecify.annotations.Nullable;

/**
 * What a unit has promised to what is directly below it, beside what it has.
 *
 * @param allocated sum of the limits of its notebooks and units
 * @param limit its own
 * @param overallocation by how many per cent the one may pass the other; null: by any
 * @param capacity of a unit that stands alone: what the tiers hold and can still take; null of others
 */
public record Allocation(
        ByteCount allocated,
        ByteCount limit,
        @Nullable Integer overallocation,
        @Nullable ByteCount capacity) {}
