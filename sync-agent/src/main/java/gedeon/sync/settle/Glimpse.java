package gedeon.sync.settle;

import gedeon.sync.scan.FoundFile;
import java.io.IOException;
import java.nio.file.Path;

/** What of files their names, sizes and times do not tell. Changes nothing, and keeps no program from anything. */
public interface Glimpse {
    /** Whether some program holds a file open for writing. */
    enum Held {
        OPEN,
        CLOSED,
        /** It cannot be told: never taken for closed. */
        UNKNOWN
    }

    boolean exists(Path file);

    /**
     * Whether these are a file's last bytes.
     *
     * @param spaceBehind white space may stand behind them
     * @throws IOException where it cannot be read now
     */
    boolean endsWith(Path file, byte[] end, boolean spaceBehind) throws IOException;

    Held held(FoundFile file);
}
