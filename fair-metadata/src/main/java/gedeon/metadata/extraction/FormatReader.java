package gedeon.metadata.extraction;

import java.io.IOException;

/** Reads one family of formats. Stateless; one instance serves all acquisitions of a process. Registered in {@link FormatReaders}. */
public interface FormatReader {
    /** Stable name, e.g. {@code fits}; kept with every field that the reader finds. */
    String name();

    /** Version of this reader's fields; a higher one means that reading again finds more. */
    String version();

    /**
     * Looks whether the acquisition is of this family, by magic bytes and folder shape first, by names only where the format has no magic. A wrong type is worse
     * than none: unsure is false. Reads a few KiB at most.
     */
    boolean recognises(Material material) throws IOException;

    /**
     * Puts what the acquisition says into {@code found}. A file that ends early keeps what its header told and is marked by {@link Found#truncated}. What cannot be
     * read at all throws; the fields found before stay.
     */
    void read(Material material, Found found) throws IOException;
}
