package gedeon.storage.tier.archive;

import gedeon.storage.tier.TierOffline;
import gedeon.storage.tier.archive.ocfl.OcflObjects;
import java.io.IOException;
import java.util.UUID;

/** Where an archive is: a folder, or a bucket. */
interface ArchivePlace {
    /**
     * Makes an archive where nothing is, and marks it last.
     *
     * @throws IllegalArgumentException where something is there already, or the place is not
     */
    UUID create() throws IOException;

    /**
     * An archive that was made before.
     *
     * @param writer under which name this process writes
     * @throws TierOffline where it is not there, or another one is
     */
    Opened open(UUID tier, UUID writer) throws IOException;

    /**
     * What an open archive consists of.
     *
     * @param longestPath characters of a path within a batch
     */
    record Opened(Mark mark, Gathering gathering, OcflObjects objects, int longestPath) {}

    /** What says whose place it is: nothing is read or written without it. */
    @FunctionalInterface
    interface Mark {
        /** @throws TierOffline where it is not there (a mount that is gone), or another tier's */
        void require() throws IOException;
    }
}
