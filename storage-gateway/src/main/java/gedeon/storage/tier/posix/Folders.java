package gedeon.storage.tier.posix;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Makes folders so that they survive: a new folder's parent is synced before the folder is used. */
final class Folders {
    private final Disk disk;
    private final Set<Path> known = ConcurrentHashMap.newKeySet();

    Folders(Disk disk) {
        this.disk = disk;
    }

    void make(Path folder) throws IOException {
        if (known.contains(folder)) {
            return;
        }
        if (!Files.isDirectory(folder)) {
            Path parent = folder.getParent();
            if (parent != null) {
                make(parent);
            }
            try {
                Files.createDirectory(folder);
            } catch (FileAlreadyExistsException e) {
                if (!Files.isDirectory(folder)) {
                    throw e;
                }
            }
            if (parent != null) {
                disk.forceFolder(parent);
            }
        }
        known.add(folder);
    }
}
