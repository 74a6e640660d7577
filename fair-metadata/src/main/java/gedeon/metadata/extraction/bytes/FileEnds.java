package gedeon.metadata.extraction.bytes;

import java.io.EOFException;

/** A file ends before the bytes that its own header promises. What was read before stays true. */
public final class FileEnds extends EOFException {
    private static final long serialVersionUID = 1;

    public FileEnds(String path, long offset, long length) {
        super(path + " ends before byte " + (offset + length) + ", which its header promises");
    }
}
