package gedeon.storage.tier;

import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.List;

/**
 * Named files of a tier that are no blobs: what it is told of the namespace. A few hundred, each of at most some tens of MiB. Names are of
 * {@code [a-z0-9.-]}.
 */
public interface Annals {
    /** @param changed when it was last written to */
    record Entry(String name, long size, Instant changed) {}

    /** All of them, in the order of their names. */
    List<Entry> list() throws IOException;

    /** The caller closes; one that is absent throws {@link java.nio.file.NoSuchFileException}. */
    InputStream read(String name) throws IOException;

    /**
     * Adds to the end of what only this process writes, and begins it where it is not there. Durable on return; after a failure or a kill some of the
     * bytes may be there. A tier that cannot add to what it has keeps each piece under a name of its own, which begins with this one.
     *
     * @throws TierOffline where the tier is not there
     */
    void append(String name, byte[] bytes) throws IOException;

    /** Writes one whole, in place of what had the name. Durable on return. */
    void write(String name, byte[] bytes) throws IOException;

    /** Absent: does nothing. */
    void remove(String name) throws IOException;
}
