package gedeon.storage.tier.archive.ocfl;

import java.io.IOException;
import java.io.InputStream;

/** Takes the files of an object that is being written, one after the other. */
@FunctionalInterface
public interface NewFiles {
    /**
     * Reads the content to its end, and leaves closing to the caller.
     *
     * @param path within the object
     * @param length bytes of the content
     */
    void add(String path, InputStream content, long length) throws IOException;

    /** What the object holds. */
    @FunctionalInterface
    interface All {
        void addTo(NewFiles files) throws IOException;
    }
}
