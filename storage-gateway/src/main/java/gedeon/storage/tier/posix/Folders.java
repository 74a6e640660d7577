package gedeon.storage.tier.posix;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Makes folders so that they survive: before this process first uses a folder, its parent is synced. Also where the folder is there already: another
 * thread or a process that was killed may have made it a moment ago and not synced it.
 */
final class Folders {
    private final Disk disk;
    private final Set<Path> known = ConcurrentHashMap.newKeySet();

    /** @param base a folder that is there and durable; nothing above it is touched */
    Folders(Disk disk, Path base) {
        this.disk = disk;
        known.add(base);
    }

    /** The nearest folder at or above {@code folder} that is there. */
    static Path existing(Path folder) {
        Path at = folder;
        for (Path parent = at.getParent(); parent != null && !Files.isDirectory(at); parent = at.getParent()) {
            at = parent;
        }
        return at;
    }

    /** One that somebody else took away. */
    void makeAnew(Path folder) throws IOException {
        known.remove(folder);
        make(folder);
    }

    void make(Path folder) throws IOException {
        if (known.contains(folder)) {
            return;
        }
        Path parent = folder.getParent();
        if (parent != null) {
            make(parent);
        }
        try {
            disk.makeFolder(folder);
        } catch (FileAlreadyExistsException e) {
            if (!Files.isDirectory(folder)) {
                throw e;
            }
        }
        if (parent != null) {
            disk.forceFolder(parent);
        }
        known.add(folder);
    }
}
