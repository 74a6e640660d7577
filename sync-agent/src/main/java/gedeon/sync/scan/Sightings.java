package gedeon.sync.scan;

import java.nio.file.Path;

/** Who hears what a scan finds, in the order found, on the scanning thread. */
public interface Sightings {
    void candidate(Candidate candidate);

    /** A file that bears a temporary name just now: what it becomes is finished by its renaming. */
    default void temporary(String source, FileState state) {}

    /** Something that could not be looked at; the scan goes on. */
    default void trouble(String source, Path where, String reason) {}
}
