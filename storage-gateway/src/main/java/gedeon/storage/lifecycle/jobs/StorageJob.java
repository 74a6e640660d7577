package gedeon.storage.lifecycle.jobs;

import gedeon.storage.BlobId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Work on many blobs, as its row says.
 *
 * @param tier that it is about; null where it is about all
 * @param after the last blob of this round that was looked at; null before the first
 * @param blobs how many there were to look at when the round began
 * @param done of them looked at in this round
 * @param bytes copied, or read where nothing is copied, since it was begun
 * @param failed blobs of this round that have to be looked at again
 * @param bandwidth bytes a second at most; 0 for no limit
 * @param reason why it waits, or of the last failure
 * @param roundBegan of the round that these figures are of
 * @param roundEnded of the last whole one
 * @param roundBytes of what was looked at in this round, as it rests
 */
public record StorageJob(
        long id,
        Kind kind,
        @Nullable Short tier,
        State state,
        Instant started,
        @Nullable Instant finished,
        @Nullable String askedBy,
        @Nullable BlobId after,
        long blobs,
        long done,
        long bytes,
        long failed,
        long bandwidth,
        @Nullable String reason,
        @Nullable Instant roundBegan,
        @Nullable Instant roundEnded,
        long roundBytes) {
    public enum Kind {
        /** Brings blobs to where policies want them; never ends. */
        PLACING,
        /** The same, only for what came in the last hours; never ends. */
        ARRIVALS,
        /** Empties a tier. */
        DRAIN,
        /** Reads each copy of a tier again; never ends. */
        FIXITY,
        /** Compares a tier with the rows that speak of it, both ways. */
        AUDIT,
        /** Writes packs with many holes anew; never ends. */
        COMPACTION,
        /** Makes objects of the files of a folder, and hashes them. */
        ADOPTION;

        /** Whether an end belongs to it. What never ends, or is not left half done, is paused and never cancelled. */
        public boolean ends() {
            return this == DRAIN || this == AUDIT;
        }
    }

    public enum State {
        RUNNING,
        PAUSED,
        FINISHED,
        CANCELLED
    }
}
