package gedeon.server.tiers;

import gedeon.storage.tier.RealPath;
import java.nio.file.Path;
import java.util.List;

/**
 * Folders of this machine that may be adopted.
 *
 * @param from what lies below one of them may be
 * @param own folders of this installation, which are never
 */
public record AdoptableFolders(List<Path> from, List<Path> own) {
    /**
     * Looks at where a path leads, not at how it is written.
     *
     * @return where it leads
     * @throws IllegalArgumentException where it may not be adopted, with the setting that says so
     */
    public Path require(String text) {
        Path folder = Path.of(text);
        if (!folder.isAbsolute()) {
            throw new IllegalArgumentException("\"folder\" is an absolute path on the server, was \"" + text + "\"");
        }
        Path real = RealPath.of(folder);
        if (from.stream().map(RealPath::of).noneMatch(real::startsWith)) {
            throw new IllegalArgumentException("the folder " + text
                    + " may not be adopted; name it, or one above it, in the server's setting gedeon.adoption.from");
        }
        return real;
    }
}
