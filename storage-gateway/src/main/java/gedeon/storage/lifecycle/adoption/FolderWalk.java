package gedeon.storage.lifecycle.adoption;

import gedeon.storage.ObjectKey;
import gedeon.storage.tier.TierOffline;
import gedeon.storage.tier.adopted.AdoptedFile;
import gedeon.storage.tier.adopted.Folder;
import gedeon.storage.tier.adopted.RawPaths;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/**
 * All below a folder, name by name in the order of bytes, so that a walk that ended goes on behind the last path. Links are told and never followed. Memory does not
 * grow with the folder: of a level so many names are kept at a time, and it is read again for the next.
 */
final class FolderWalk {
    private static final Comparator<byte[]> BYTES = Arrays::compareUnsigned;
    private static final int NAMES = 50_000;

    enum Kind {
        FILE,
        LINK,
        /** A device, a socket, a pipe. */
        SPECIAL,
        /** A file or a folder that this process may not read. */
        UNREADABLE,
        /** Whose path is longer than this system opens. */
        TOO_LONG
    }

    /** @param path its bytes below the folder */
    record Entry(byte[] path, Kind kind, AdoptedFile.Look look) {}

    private static final AdoptedFile.Look NOTHING = new AdoptedFile.Look(0, 0, null);

    private final Path root;
    private final int names;
    private final Deque<Level> levels = new ArrayDeque<>();

    /** @param after the last path that was walked by; null for all */
    FolderWalk(Folder folder, byte @Nullable [] after) throws IOException {
        this(folder, after, NAMES);
    }

    FolderWalk(Folder folder, byte @Nullable [] after, int names) throws IOException {
        folder.requireThere();
        this.root = folder.root();
        this.names = names;
        levels.push(new Level(new byte[0]));
        if (after != null) {
            goBehind(after);
        }
    }

    /** Each level on the way goes on behind the name that leads to the path, whether or not it is there still. */
    private void goBehind(byte[] path) {
        int from = 0;
        for (int i = 0; i <= path.length; i++) {
            if (i == path.length || path[i] == '/') {
                Level level = levels.getFirst();
                level.after = Arrays.copyOfRange(path, from, i);
                if (i < path.length) {
                    levels.push(new Level(Arrays.copyOf(path, i)));
                }
                from = i + 1;
            }
        }
    }

    /** @return null behind the last */
    @Nullable Entry next() throws IOException {
        while (!levels.isEmpty()) {
            Level level = levels.getFirst();
            byte[] name;
            try {
                name = level.next();
            } catch (AccessDeniedException e) {
                if (level.path.length == 0) {
                    throw e;
                }
                levels.pop();
                return new Entry(level.path, Kind.UNREADABLE, NOTHING);
            }
            if (name == null) {
                levels.pop();
                continue;
            }
            Entry entry = look(join(level.path, name));
            if (entry != null) {
                return entry;
            }
        }
        return null;
    }

    /** Null where it is a folder, which is walked next, or went away meanwhile. */
    private @Nullable Entry look(byte[] path) throws IOException {
        Path file = RawPaths.under(root, path);
        BasicFileAttributes found;
        try {
            found = Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        } catch (NoSuchFileException | NotDirectoryException e) {
            return null;
        } catch (AccessDeniedException e) {
            return new Entry(path, Kind.UNREADABLE, NOTHING);
        } catch (FileSystemException e) {
            if (path.length > ObjectKey.MAX_BYTES) {
                return new Entry(path, Kind.TOO_LONG, NOTHING);
            }
            throw e;
        }
        if (found.isDirectory()) {
            levels.push(new Level(path));
            return null;
        }
        AdoptedFile.Look look =
                new AdoptedFile.Look(found.size(), Folder.nanos(found.lastModifiedTime()), found.fileKey());
        if (found.isSymbolicLink()) {
            return new Entry(path, Kind.LINK, look);
        }
        if (!found.isRegularFile()) {
            return new Entry(path, Kind.SPECIAL, look);
        }
        return new Entry(path, Files.isReadable(file) ? Kind.FILE : Kind.UNREADABLE, look);
    }

    private static byte[] join(byte[] folder, byte[] name) {
        if (folder.length == 0) {
            return name;
        }
        byte[] path = Arrays.copyOf(folder, folder.length + 1 + name.length);
        path[folder.length] = '/';
        System.arraycopy(name, 0, path, folder.length + 1, name.length);
        return path;
    }

    private final class Level {
        private final byte[] path;
        private byte[] after = new byte[0];
        private Deque<byte[]> page = new ArrayDeque<>();
        private boolean more = true;

        Level(byte[] path) {
            this.path = path;
        }

        byte @Nullable [] next() throws IOException {
            if (page.isEmpty() && more) {
                page = read();
            }
            byte[] name = page.poll();
            if (name != null) {
                after = name;
            }
            return name;
        }

        /** The first names behind the last one. */
        private Deque<byte[]> read() throws IOException {
            PriorityQueue<byte[]> first = new PriorityQueue<>(BYTES.reversed());
            more = false;
            Path folder = path.length == 0 ? root : RawPaths.under(root, path);
            try (DirectoryStream<Path> stream = Files.newDirectoryStream(folder)) {
                if (!folder.toRealPath().equals(folder)) {
                    // A link took its place meanwhile.
                    return new ArrayDeque<>();
                }
                for (Path each : stream) {
                    byte[] name = RawPaths.name(each);
                    if (BYTES.compare(name, after) > 0) {
                        first.add(name);
                        if (first.size() > names) {
                            first.poll();
                            more = true;
                        }
                    }
                }
            } catch (NoSuchFileException | NotDirectoryException e) {
                if (path.length == 0) {
                    throw new TierOffline("the adopted folder " + root + " is not there; is it mounted?");
                }
                return new ArrayDeque<>();
            } catch (DirectoryIteratorException e) {
                throw e.getCause();
            }
            List<byte[]> sorted = new ArrayList<>(first);
            sorted.sort(BYTES);
            return new ArrayDeque<>(sorted);
        }
    }
}
