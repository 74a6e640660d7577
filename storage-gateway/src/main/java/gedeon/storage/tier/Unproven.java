package gedeon.storage.tier;

import java.io.IOException;

/** A tier with blobs of which nobody knows a digest yet. */
@FunctionalInterface
public interface Unproven {
    /** Told of bytes while they pass; it may make whoever tells it wait. */
    @FunctionalInterface
    interface Passing {
        void passed(int bytes) throws IOException, InterruptedException;
    }

    /**
     * Reads a blob whole where its digests are not known, and keeps them: what is read afterwards is checked by them. Known already: does nothing.
     *
     * @throws DamagedBlock where it is not what it was when its name was acknowledged
     */
    void prove(Location location, Passing passing) throws IOException, InterruptedException;
}
