package gedeon.sync.settle;

import gedeon.sync.scan.FoundFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Which files programs hold open for writing. */
abstract sealed class OpenFiles {
    abstract Glimpse.Held held(FoundFile file);

    /** As this system can be asked. */
    static OpenFiles here() {
        OpenOption alone = alone();
        if (alone != null) {
            return new ByOpening(alone);
        }
        return Files.isDirectory(Path.of("/proc/self/fd")) ? new ByProcesses(Path.of("/proc")) : new Nobody();
    }

    /** Of Windows alone, and no name that other systems' libraries are sure to have. */
    private static @Nullable OpenOption alone() {
        if (!System.getProperty("os.name", "").startsWith("Windows")) {
            return null;
        }
        try {
            Class<?> options = Class.forName("com.sun.nio.file.ExtendedOpenOption");
            for (Object one : options.getEnumConstants()) {
                if (one instanceof OpenOption option && one.toString().equals("NOSHARE_WRITE")) {
                    return option;
                }
            }
            return null;
        } catch (ClassNotFoundException e) {
            return null;
        }
    }

    /** No way to ask. */
    static final class Nobody extends OpenFiles {
        @Override
        Glimpse.Held held(FoundFile file) {
            return Glimpse.Held.UNKNOWN;
        }
    }

    /** Windows: a file that somebody writes cannot be opened by who lets nobody write. It is closed again at once. */
    static final class ByOpening extends OpenFiles {
        private final OpenOption alone;

        ByOpening(OpenOption alone) {
            this.alone = alone;
        }

        @Override
        Glimpse.Held held(FoundFile file) {
            try (var channel = Files.newByteChannel(file.file(), Set.of(StandardOpenOption.READ, alone))) {
                return channel.isOpen() ? Glimpse.Held.CLOSED : Glimpse.Held.UNKNOWN;
            } catch (FileSystemException e) {
                // Its words are those of this Windows' language: what NIO has no class for is the sharing violation.
                return e.getClass() == FileSystemException.class ? Glimpse.Held.OPEN : Glimpse.Held.UNKNOWN;
            } catch (IOException e) {
                return Glimpse.Held.UNKNOWN;
            }
        }
    }

    /**
     * Linux: the descriptors of all processes. Where those of one cannot be read, as those of other users, a file that nobody else holds may be held by it: only
     * who may read them all says that it is closed. A share is open elsewhere, too: {@code nfs} and {@code cifs} are never called closed.
     */
    static final class ByProcesses extends OpenFiles {
        private static final long FRESH_NANOS = 2_000_000_000L;
        private static final Set<String> SHARES =
                Set.of("nfs", "nfs4", "cifs", "smb3", "smb2", "fuse.sshfs", "9p", "ceph");

        /** As {@code proc_pid_maps(5)} has shared pages that may be written: addresses, rights, offset, device, inode, path. */
        private static final Pattern WRITTEN = Pattern.compile("\\S+ .w.s \\S+ \\S+ [1-9]\\d*\\s+(/.*)");

        private final Path processes;
        private final Map<Path, Boolean> local = new HashMap<>();
        private Set<String> written = Set.of();
        private boolean all;
        private long looked = System.nanoTime() - 2 * FRESH_NANOS;

        ByProcesses(Path processes) {
            this.processes = processes;
        }

        @Override
        Glimpse.Held held(FoundFile file) {
            look();
            String identity = file.state().identity();
            if (identity.isEmpty()) {
                return Glimpse.Held.UNKNOWN;
            }
            if (written.contains(identity)) {
                return Glimpse.Held.OPEN;
            }
            return all && isLocal(file.file()) ? Glimpse.Held.CLOSED : Glimpse.Held.UNKNOWN;
        }

        /** Asked once a folder and look: the answer takes the list of all mounts. */
        private boolean isLocal(Path file) {
            return local.computeIfAbsent(file.toAbsolutePath().getParent(), folder -> {
                try {
                    return !SHARES.contains(Files.getFileStore(folder).type());
                } catch (IOException e) {
                    return false;
                }
            });
        }

        private void look() {
            if (System.nanoTime() - looked < FRESH_NANOS) {
                return;
            }
            Set<String> found = new HashSet<>();
            boolean complete = true;
            for (Path process : list(processes, "[0-9]*")) {
                complete &= descriptors(process, found);
            }
            written = found;
            local.clear();
            all = complete;
            looked = System.nanoTime();
        }

        private static List<Path> list(Path folder, String glob) {
            try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder, glob)) {
                List<Path> all = new ArrayList<>();
                entries.forEach(all::add);
                return all;
            } catch (IOException | DirectoryIteratorException e) {
                return List.of();
            }
        }

        /** False where they could not all be read, and the process is still there. */
        private static boolean descriptors(Path process, Set<String> found) {
            Path folder = process.resolve("fd");
            if (!Files.isReadable(folder)) {
                return !Files.exists(process);
            }
            for (Path descriptor : list(folder, "*")) {
                try {
                    // The link's own mode: w where it was opened for writing.
                    boolean writes = Files.readAttributes(
                                    descriptor, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
                            .permissions()
                            .contains(PosixFilePermission.OWNER_WRITE);
                    Object key = writes
                            ? Files.readAttributes(descriptor, BasicFileAttributes.class)
                                    .fileKey()
                            : null;
                    if (key != null) {
                        found.add(key.toString());
                    }
                } catch (IOException e) {
                    // Closed since it was listed, or no file.
                    continue;
                }
            }
            mapped(process, found);
            return true;
        }

        /** Files that are written through memory: their descriptors may be closed long since. */
        private static void mapped(Path process, Set<String> found) {
            try (Stream<String> maps = Files.lines(process.resolve("maps"), StandardCharsets.ISO_8859_1)) {
                maps.map(WRITTEN::matcher).filter(Matcher::matches).forEach(map -> {
                    try {
                        Object key = Files.readAttributes(Path.of(map.group(1)), BasicFileAttributes.class)
                                .fileKey();
                        if (key != null) {
                            found.add(key.toString());
                        }
                    } catch (IOException | InvalidPathException e) {
                        // Deleted since, or no file.
                        return;
                    }
                });
            } catch (IOException | UncheckedIOException e) {
                // It ended.
                return;
            }
        }
    }
}
