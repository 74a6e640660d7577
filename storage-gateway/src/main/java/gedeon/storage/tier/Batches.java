package gedeon.storage.tier;

import gedeon.storage.BlobId;
import java.io.IOException;
import java.time.Duration;
import java.util.List;

/** A tier whose blobs gather first, each by itself, and are then sealed in batches that can be read without Gédéon. */
public interface Batches {
    /**
     * When what has gathered of a bucket makes a batch: as soon as one of the three is reached.
     *
     * @param after how long the first of it has waited
     */
    record Limits(long bytes, int versions, Duration after) {}

    Limits limits();

    /**
     * One file of a batch.
     *
     * @param path within the batch, as people will look for it
     * @param bare whether it is the content alone; else the stored form of each blob, one behind the other
     * @param blobs in the order of the content; all of them have gathered here
     * @param told lines of JSON that say which versions it is of
     */
    record Item(String path, boolean bare, List<Location> blobs, List<String> told) {}

    /** Told of bytes while they pass. */
    @FunctionalInterface
    interface Passing {
        /** @throws IOException where the work is to stop */
        void passed(int bytes) throws IOException;
    }

    /**
     * Writes a batch. On return it is durable, and was read back and found valid; what has gathered is still there.
     *
     * @param about a line of JSON that says what the batch is
     * @return where each of its blobs lies in it
     * @throws DamagedBlock where what has gathered is not what was written
     */
    List<Location> seal(BlobId batch, String about, List<Item> items, Passing passing) throws IOException;

    /** Removes a batch, or what its writer left of it; absent: does nothing. Durable on return. */
    void remove(BlobId batch) throws IOException;

    /** Characters that a path within a batch may have. */
    int longestPath();

    /** Takes away what has gathered of these blobs, which were sealed; absent: does nothing. */
    void cleared(List<BlobId> blobs) throws IOException;

    /** The blobs in a batch. */
    List<BlobId> blobs(BlobId batch) throws IOException;
}
