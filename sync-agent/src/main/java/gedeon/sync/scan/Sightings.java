package gedeon.sync.scan;

import java.nio.file.Path;

/** Who hears what a scan finds, in the order found, on the scanning thread. */
public interface Sightings {
    /**
     * Something that may be an acquisition is there and looks like this from outside ({@link Candidate#content}, its first half as a number). True: that is
     * known, {@link #candidate} need not be told of it.
     */
    default boolean known(String name, long print) {
        return false;
    }

    /**
     * A folder is about to be looked at. True: whatever changes in it is told by itself, so that it need not be looked at because its parent is.
     */
    default boolean folder(Path folder) {
        return false;
    }

    void candidate(Candidate candidate);

    /** A file that bears a temporary name just now: what it becomes is finished by its renaming. */
    default void temporary(String source, FileState state) {}

    /** Something that could not be looked at; the scan goes on. */
    default void trouble(String source, Path where, String reason) {}
}
