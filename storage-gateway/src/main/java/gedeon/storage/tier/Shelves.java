package gedeon.storage.tier;

import gedeon.storage.BlobId;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** All that rests in a tier outside of packs, shelf by shelf: a blob is on the same shelf whoever looks, and a shelf fits in memory. */
public interface Shelves {
    /** How many there are; always the same. */
    int count();

    /** What is on one, of {@code [0, count)}. */
    List<Rest> on(int shelf) throws IOException;

    /** A blob that rests here, by what its header says; empty where it does not, or its header does not hold. */
    Optional<Holdings.Held> held(BlobId blob) throws IOException;

    /** Puts a blob that nothing names where a person may look at it; it is not read from there any more. Durable on return. */
    void setAside(Rest rest) throws IOException;

    /** One that was put aside, by what its header says; empty where it was not, or its header does not hold. */
    Optional<Holdings.Held> aside(BlobId blob) throws IOException;

    /**
     * Puts one that was put aside on its shelf again, durable on return; one that is there and not aside stays.
     *
     * @throws java.nio.file.FileAlreadyExistsException where another file or object of the blob is there
     * @throws java.nio.file.NoSuchFileException where it is neither here nor there
     */
    void putBack(BlobId blob) throws IOException;

    /** Removes one that was put aside; absent: does nothing. */
    void deleteAside(BlobId blob) throws IOException;
}
