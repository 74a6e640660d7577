package gedeon.storage.disposal;

import gedeon.kernel.ByteCount;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A disposal, from its request to its end.
 *
 * @param bucket as it was called when it was asked for
 * @param asker name of who asked; of waste, the manager who disposed of it
 * @param prefix of the keys; null where versions were named one by one
 * @param decider who approved or refused; null where nobody did yet
 * @param words that were said with the decision or the withdrawal; why it was refused where nobody did
 * @param bypass whether retention in GOVERNANCE is passed over
 * @param due when it is done; null where nothing waits for a time
 * @param versions that it speaks of, as far as they are gathered, and their bytes
 * @param disposed versions that went, and their bytes
 * @param stayed versions that did not go
 */
public record DisposalRequest(
        long id,
        int notebook,
        String notebookName,
        int bucketId,
        String bucket,
        Kind kind,
        State state,
        long askerId,
        String asker,
        Instant asked,
        String reason,
        byte @Nullable [] prefix,
        @Nullable Long deciderId,
        @Nullable String decider,
        @Nullable Instant decided,
        String words,
        boolean bypass,
        @Nullable Instant due,
        @Nullable Instant ended,
        long versions,
        ByteCount bytes,
        long disposed,
        ByteCount disposedBytes,
        long stayed) {

    public enum Kind {
        /** Of marked versions, by a manager alone. */
        WASTE,
        /** Asked for by one person, approved by another. */
        REQUEST
    }

    public enum State {
        /** Its versions are being written down. */
        GATHERING,
        /** Waits for a decision. */
        REQUESTED,
        REFUSED,
        WITHDRAWN,
        /** Waits for its time. */
        APPROVED,
        /** Versions go, batch by batch. */
        DISPOSING,
        DONE;

        /** Whether nothing of it went yet and it can still be withdrawn. */
        public boolean waits() {
            return this == GATHERING || this == REQUESTED || this == APPROVED;
        }
    }
}
