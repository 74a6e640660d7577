package gedeon.metadata;

import java.io.IOException;
import java.io.OutputStream;

/**
 * A notebook as an <a href="https://www.researchobject.org/ro-crate/specification/1.2/">RO-Crate 1.2</a>: {@code ro-crate-metadata.json} beside which each object lies under its
 * key. Everything in it is of one moment, and memory does not grow with the number of files. Rights are the caller's to ask.
 */
public interface Crates {
    /**
     * Writes the whole document, in UTF-8, and leaves {@code out} open. May take minutes where there are millions of files. Where it throws, what was written is no
     * document.
     *
     * @throws IOException where {@code out} takes no more
     */
    void write(int notebook, String notebookName, OutputStream out) throws IOException;
}
