package gedeon.storage.tier.archive.ocfl;

import gedeon.storage.tier.BlockReader;
import java.io.IOException;
import java.io.InputStream;

/** A file of an object, which is never changed. */
public interface StoredFile {
    /** All of it; the caller closes. @throws java.nio.file.NoSuchFileException where it is gone */
    InputStream stream() throws IOException;

    /**
     * Bytes at positions, best front to back. Where the file is gone, this or the first read throws {@link java.nio.file.NoSuchFileException}; where it ends before, a
     * read throws {@link java.io.EOFException}.
     *
     * @param end where what is wanted ends
     */
    Content open(long end) throws IOException;

    /** Reads fill what is left of their target. */
    interface Content extends BlockReader.Source, AutoCloseable {
        long size() throws IOException;

        @Override
        void close() throws IOException;
    }
}
