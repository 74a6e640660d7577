package gedeon.sync.journal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** An empty file beside a journal that is new or was damaged, until it tells all that can be known again. */
record Wanting(Path mark) {
    static Wanting of(Path journal) {
        return new Wanting(journal.resolveSibling(journal.getFileName() + ".wanting"));
    }

    boolean isTrue() {
        return Files.exists(mark);
    }

    /** On disk when this returns. */
    void begins() throws IOException {
        if (!Files.exists(mark)) {
            Files.createFile(mark);
        }
        RecordFile.syncFolder(mark);
    }

    void ends() throws IOException {
        Files.deleteIfExists(mark);
        RecordFile.syncFolder(mark);
    }
}
