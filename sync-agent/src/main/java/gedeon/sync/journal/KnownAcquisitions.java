package gedeon.sync.journal;

import java.util.Optional;

/** What is known of acquisitions one by one, for whoever only asks. */
public interface KnownAcquisitions {
    Optional<Known> known(String source, String name);

    /** A file of it that the bucket holds, by its path in there. */
    Optional<StoredFile> stored(String source, String name, String path);
}
