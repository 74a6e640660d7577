package gedeon.sync.scan;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What the file system tells of folders in which something changed. Hints, not the truth: where some may be missing (too many at once, a share, more folders than
 * the system watches), {@link #sure} is false and only a look at everything counts. Used by one thread.
 */
public final class Hints implements Closeable {
    private static final int MOST_FOLDERS = 20_000;
    private static final Set<String> SHARES =
            Set.of("nfs", "nfs4", "cifs", "smb", "smb2", "smb3", "smbfs", "9p", "fuse.sshfs", "fuse", "afs", "davfs");

    private final @Nullable WatchService service;
    private final Consumer<String> lines;
    private final Map<Path, WatchKey> keys = new HashMap<>();
    private final Map<WatchKey, Path> folders = new HashMap<>();
    private final Map<Path, Boolean> local = new HashMap<>();
    private Set<Path> changed = new HashSet<>();
    private boolean overflown;
    private boolean silent;
    private boolean toldWhy;

    private Hints(@Nullable WatchService service, Consumer<String> lines) {
        this.service = service;
        this.lines = lines;
    }

    /** @param lines hears once why nothing, or not all, is told */
    public static Hints of(Path anyFolder, Consumer<String> lines) {
        String system = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
        // Elsewhere Java looks by turns itself, more often than is needed.
        if (!system.contains("linux") && !system.contains("windows")) {
            return new Hints(null, lines);
        }
        try {
            return new Hints(anyFolder.getFileSystem().newWatchService(), lines);
        } catch (IOException | UnsupportedOperationException e) {
            lines.accept("the system does not tell of changes in folders (" + e + "); they are looked at by turns");
            return new Hints(null, lines);
        }
    }

    /** Changes in this folder are told from now on; true if they were before. */
    public boolean watch(Path root, Path folder) {
        WatchKey known = keys.get(folder);
        if (known != null && known.isValid()) {
            return true;
        }
        if (service == null || !isLocal(root)) {
            silent = true;
            return false;
        }
        if (keys.size() >= MOST_FOLDERS) {
            unsure("there are more than " + MOST_FOLDERS + " folders");
            return false;
        }
        try {
            WatchKey key = folder.register(
                    service,
                    StandardWatchEventKinds.ENTRY_CREATE,
                    StandardWatchEventKinds.ENTRY_MODIFY,
                    StandardWatchEventKinds.ENTRY_DELETE);
            keys.put(folder, key);
            folders.put(key, folder);
        } catch (NoSuchFileException | NotDirectoryException e) {
            // Gone since it was listed.
            return false;
        } catch (IOException | SecurityException e) {
            unsure(String.valueOf(e.getMessage()));
        }
        return false;
    }

    private boolean isLocal(Path root) {
        return local.computeIfAbsent(root, folder -> {
            try {
                FileStore store = Files.getFileStore(folder);
                boolean here = !SHARES.contains(store.type().toLowerCase(Locale.ROOT))
                        && !folder.toString().startsWith("\\\\");
                if (!here) {
                    lines.accept(folder + " lies on a share (" + store.type() + "): it is looked at by turns");
                }
                return here;
            } catch (IOException e) {
                return false;
            }
        });
    }

    private void unsure(String why) {
        silent = true;
        if (!toldWhy) {
            toldWhy = true;
            lines.accept(
                    "the system does not tell of all changes in folders: " + why + "; they are looked at by turns");
        }
    }

    /** Whether something was told that {@link #take} has not handed out yet. Costs next to nothing. */
    public boolean any() {
        listen();
        return !changed.isEmpty();
    }

    /** Folders in which something changed since this was last asked. */
    public Set<Path> take() {
        listen();
        Set<Path> taken = changed;
        changed = new HashSet<>();
        return taken;
    }

    /** A look at everything begins: what is told from now on counts. */
    public void lookBegins() {
        listen();
        overflown = false;
        silent = false;
        changed.clear();
    }

    /** Every change since the look at everything was told. */
    public boolean sure() {
        listen();
        return service != null && !silent && !overflown;
    }

    /** More happened than could be told: only a look at everything helps. */
    public boolean overflown() {
        listen();
        return overflown;
    }

    private void listen() {
        if (service == null) {
            return;
        }
        try {
            for (WatchKey key = service.poll(); key != null; key = service.poll()) {
                Path folder = folders.get(key);
                for (WatchEvent<?> event : key.pollEvents()) {
                    heard(folder, event);
                }
                if (!key.reset()) {
                    folders.remove(key);
                    if (folder != null) {
                        keys.remove(folder, key);
                    }
                }
            }
        } catch (ClosedWatchServiceException e) {
            overflown = true;
        }
    }

    private void heard(@Nullable Path folder, WatchEvent<?> event) {
        if (event.kind() == StandardWatchEventKinds.OVERFLOW || folder == null) {
            overflown = true;
            return;
        }
        changed.add(folder);
        if (event.kind() == StandardWatchEventKinds.ENTRY_CREATE && event.context() instanceof Path name) {
            Path child = folder.resolve(name);
            if (Files.isDirectory(child, LinkOption.NOFOLLOW_LINKS)) {
                changed.add(child);
            }
        }
    }

    @Override
    public void close() throws IOException {
        if (service != null) {
            service.close();
        }
    }
}
