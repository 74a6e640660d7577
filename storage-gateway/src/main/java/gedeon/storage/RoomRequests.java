package gedeon.storage;

import gedeon.kernel.ByteCount;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
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
     * Sets the limits and closes the request, all or nothing. What is granted is added to the limits as they stand at that moment, and written down.
     *
     * @param part how much of it
     * @throws NotNow where it was decided already
     * @throws NoPart where that is nothing, or more than was asked for
     * @throws OverAllocated where the limit would pass that of a unit above, or what the unit may promise
     */
    RoomRequest grant(long id, long decider, Part part, String words);

    /** @throws NotNow where it was decided already */
    RoomRequest refuse(long id, long decider, String words);

    /** Hands over what was decided since, at least once each; returns how many. */
    int deliver(Consumer<RoomDecided> to);

    /**
     * How much of a request is granted. What is null is granted whole; a notebook without a limit of objects keeps none.
     *
     * @param limit the new limit of bytes, whatever was asked for; not together with {@code more}
     * @param more bytes beside the limit, at most those that were asked for
     * @param moreObjects objects beside their limit, at most those that were asked for
     */
    record Part(
            @Nullable ByteCount limit,
            @Nullable ByteCount more,
            @Nullable Long moreObjects) {
        public static final Part WHOLE = new Part(null, null, null);

        public Part {
            if (limit != null && more != null) {
                throw new NoPart("say either the new limit or how much is granted beside the present one, not both");
            }
            if (moreObjects != null && moreObjects < 0) {
                throw new NoPart("objects that are granted are never negative, was " + moreObjects);
            }
        }

        public static Part limit(ByteCount limit) {
            return new Part(limit, null, null);
        }
    }

    enum State {
        OPEN,
        GRANTED,
        REFUSED
    }

    /**
     * @param words what was said with the decision; empty where nothing was
     * @param limit the limit that was set by a grant
     * @param granted bytes that a grant added; null also where that was not written down
     * @param limitObjects the limit of objects that was set by a grant
     * @param grantedObjects objects that a grant added; null also where the notebook has no limit of them
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
            @Nullable ByteCount limit,
            @Nullable ByteCount granted,
            @Nullable Long limitObjects,
            @Nullable Long grantedObjects) {
        /** Whether a grant gave what was asked for, neither less nor more, as far as it was written down. */
        public boolean whole() {
            return (granted == null || granted.equals(more))
                    && (grantedObjects == null || grantedObjects == moreObjects);
        }
    }

    /** What is granted is none of what was asked for. */
    final class NoPart extends IllegalArgumentException {
        private static final long serialVersionUID = 1;

        public NoPart(String message) {
            super(message);
        }
    }

    /** Another act came first. */
    final class NotNow extends RuntimeException {
        private static final long serialVersionUID = 1;

        public NotNow(String message) {
            super(message);
        }
    }
}
