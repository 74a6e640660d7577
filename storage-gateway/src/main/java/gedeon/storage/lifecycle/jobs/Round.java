package gedeon.storage.lifecycle.jobs;

import gedeon.storage.BlobId;
import java.io.IOException;
import java.time.Duration;
import java.util.List;

/** One look at each of many blobs, in the order of their ids. */
public interface Round extends AutoCloseable {
    /** One of them; done with all others of its stretch at the same time. */
    interface Look {
        BlobId blob();

        /** @throws IOException where it has to be looked at again */
        void look(Pace pace) throws IOException, InterruptedException;
    }

    /** Whether all is of one tier: while that is away there is nothing to look at, and the job waits where it is. */
    default boolean ofOneTier() {
        return false;
    }

    /** Where it begins. */
    default BlobId first() {
        return new BlobId(0, 0);
    }

    /** About how many there are. */
    long blobs();

    /** How fast it reads where nobody set a limit: 0 for as fast as it can. */
    default long bytesPerSecond() {
        return 0;
    }

    /**
     * The next ones behind a blob.
     *
     * @param looks of those among them that are worth one
     * @param last of all that were passed by; null where there is none behind
     */
    record Stretch(
            List<Look> looks,
            @org.jspecify.annotations.Nullable BlobId last,
            int passed) {}

    Stretch after(BlobId last, int limit);

    /** What follows when all were looked at. */
    sealed interface Next {
        record Again(Duration after) implements Next {}

        record Finished() implements Next {}
    }

    /** @param failed how many have to be looked at again */
    Next ended(long failed);

    /** Called once when the work ends, however it does. */
    @Override
    default void close() {}
}
