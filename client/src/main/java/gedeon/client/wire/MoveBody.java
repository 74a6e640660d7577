package gedeon.client.wire;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A notebook or unit that was moved, or would be: what goes along, and the units that it enters.
 *
 * @param from unit above before; null for none
 * @param to unit above afterwards; null for none
 * @param moved false where it was only asked, or nothing changes
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record MoveBody(
        String name,
        @Nullable String from,
        @Nullable String to,
        long bytes,
        long objects,
        boolean moved,
        List<EnteredUnit> entered) {
    public MoveBody {
        entered = Absent.asEmpty(entered);
    }

    /**
     * A unit after the move.
     *
     * @param limitObjects null where any number may be stored
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record EnteredUnit(
            String unit, long limit, long taken, @Nullable Long limitObjects, long takenObjects) {}
}
