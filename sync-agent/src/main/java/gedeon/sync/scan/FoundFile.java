package gedeon.sync.scan;

import java.nio.file.Path;

/** A file of an acquisition: its path in there with {@code /} between names, where it lies, and its state when it was seen. */
public record FoundFile(String path, Path file, FileState state) {
    public FoundFile {
        if (path.isEmpty()) {
            throw new IllegalArgumentException("a file of an acquisition needs a path: " + file);
        }
    }
}
