package gedeon.cli.demo;

import java.nio.file.Path;
import java.util.List;

/**
 * What an instrument has to write: one file with its companions, or a folder. {@code path} is relative to where it came from, {@code files} are relative
 * to the same place.
 */
record Acquisition(Path path, boolean folder, List<Path> files, long bytes) {
    String name() {
        return path.getFileName().toString();
    }
}
