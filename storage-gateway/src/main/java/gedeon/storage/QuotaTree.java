package gedeon.storage;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Moves in the tree of units. Each is one transaction: what is moved takes room of its new units first, or nothing is moved; what is used and leased goes
 * along. Uploads under way go on. Units and notebooks that both chains share are not touched.
 */
public interface QuotaTree {
    /**
     * Moves a notebook to another unit.
     *
     * @param dryRun says what would be, refuses what would be refused, changes nothing
     * @throws QuotaExceeded where a unit that it enters has not enough room
     * @throws OverAllocated where the unit may not promise its limit as well
     */
    Move moveNotebook(int notebook, int unit, boolean dryRun);

    /**
     * Moves a unit, with all below it, under another.
     *
     * @param parent null for a unit that stands alone
     * @throws QuotaExceeded where a unit that it enters has not enough room
     * @throws OverAllocated where the parent may not promise its limit as well
     * @throws IllegalArgumentException where the parent is the unit itself or below it
     */
    Move moveUnit(int unit, @Nullable Integer parent, boolean dryRun);

    /** A move: how much goes along, and the units that it enters, root first, as they are after it. */
    record Move(long bytes, long objects, List<Entered> entered) {
        public Move {
            entered = List.copyOf(entered);
        }
    }

    /** @param limitObjects null where any number may be stored */
    record Entered(
            int unit,
            String name,
            long limit,
            long taken,
            @Nullable Long limitObjects,
            long takenObjects) {}
}
