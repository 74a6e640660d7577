package gedeon.storage;

import gedeon.kernel.ByteCount;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Requests for more room of a notebook. One is open at a time; who decides sets the limit by the same act. Durable on return. Rights are the caller's to ask. */
public interface RoomRequests {
    /**
     * @param more bytes beside the limit; zero where only objects are asked for
     * @param moreObjects beside the limit of objects
     * @throws NotNow where one is open already
     * @throws IllegalArgumentException where nothing is asked for, or no reason is given
     */
    RoomRequest ask(long asker, int notebook, ByteCount more, long moreObjects, String reason);

    Optional<RoomRequest> find(long id);

    /** Of one notebook, the newest first. */
    List<RoomRequest> ofNotebook(int notebook, int most);

    /** Those of these notebooks that wait for a decision, the oldest first. */
    List<RoomRequest> open(Collection<Integer> notebooks);

    /**
     * Sets the limit and closes the request, both or neither.
     *
     * @param limit null: what it is now and all that was asked for
     * @throws NotNow where it was decided already
     * @throws OverAllocated where the limit would pass that of a unit above, or what the unit may promise
     */
    RoomRequest grant(long id, long decider, @Nullable ByteCount limit, String words);

    /** @throws NotNow where it was decided already */
    RoomRequest refuse(long id, long decider, String words);

    enum State {
        OPEN,
        GRANTED,
        REFUSED
    }

    /**
     * @param words what was said with the decision; empty where nothing was
     * @param limit the limit that was set by a grant
     */
    record RoomRequest(
            long id,
            int notebook,
            String notebookName,
            String asker,
            ByteCount more,
            long moreObjects,
            String reason,
            Instant asked,
            State state,
            @Nullable Instant decided,
            @Nullable String decider,
            String words,
            @Nullable ByteCount limit) {}

    /** Another act came first. */
    final class NotNow extends RuntimeException {
        private static final long serialVersionUID = 1;

        public NotNow(String message) {
            super(message);
        }
    }
}
