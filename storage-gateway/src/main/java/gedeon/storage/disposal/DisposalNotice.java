package gedeon.storage.disposal;

import gedeon.kernel.ByteCount;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Somebody did something with waste or a disposal; kept for good, and told once more to whoever listens.
 *
 * @param disposal its number; null where versions were marked or unmarked
 * @param by name of who did it; null where the housekeeping did
 * @param words a reason, or what was said with a decision
 * @param versions that it was about, and their bytes
 */
public record DisposalNotice(
        int notebook,
        String notebookName,
        String bucket,
        @Nullable Long disposal,
        Act act,
        @Nullable String by,
        Instant at,
        String words,
        long versions,
        ByteCount bytes) {
    public enum Act {
        MARKED,
        UNMARKED,
        /** Of marked versions, by the notebook's manager. */
        WASTE_DISPOSED,
        REQUESTED,
        REFUSED,
        APPROVED,
        WITHDRAWN,
        DONE
    }
}
