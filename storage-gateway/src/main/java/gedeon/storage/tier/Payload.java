package gedeon.storage.tier;

import java.io.IOException;
import java.io.InputStream;

/** The payload of one blob as it is stored, from wherever it can be read. */
@FunctionalInterface
public interface Payload {
    /** Bytes {@code [from, from + length)}, each block checked before it is handed out; the caller closes. */
    InputStream read(long from, long length) throws IOException;
}
