package gedeon.storage.tier;

import java.io.IOException;
import java.nio.file.Path;
import org.springframework.modulith.NamedInterface;

/** Where a path leads, over all links. */
@NamedInterface("storage-paths")
public final class RealPath {
    private RealPath() {}

    /** Also of a path whose last names are not there, or may not be looked at: those stay as they are written. */
    public static Path of(Path path) {
        Path whole = path.toAbsolutePath().normalize();
        for (Path there = whole; there != null; there = there.getParent()) {
            try {
                return there.toRealPath().resolve(there.relativize(whole)).normalize();
            } catch (IOException e) {
                continue;
            }
        }
        return whole;
    }
}
