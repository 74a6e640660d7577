package gedeon.storage.quota;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Room in what is kept already, of no process: nothing is promised a second time, and what is not used stays where it is.
 *
 * @param reservation whose room it is; null where the upload that stores keeps it itself
 */
public record InKeptRoom(int notebook, Room room, @Nullable UUID reservation) implements QuotaLedger.Reservation {
    @Override
    public void grow(long more) {
        throw new IllegalStateException("what is kept never grows");
    }

    @Override
    public QuotaLedger.Reservation split(Room part) {
        throw new IllegalStateException("what is kept is not divided");
    }

    @Override
    public void settled(Room used) {}

    @Override
    public void close() {}
}
