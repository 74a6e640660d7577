package gedeon.storage.tier.archive.ocfl;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.time.Clock;
import java.time.Duration;
import java.util.Comparator;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A local folder of one process, among others of its kind. Beside it lies a file that its owner holds locked as long as he lives, in whatever container: who makes
 * one takes away those whose owner is dead. A folder whose file is not there is nobody's when nothing in it has changed for a day.
 */
final class WorkFolder implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(WorkFolder.class);
    private static final String NAME = "gedeon-archive-";
    private static final String LOCK = ".lock";
    private static final Duration NOBODYS = Duration.ofDays(1);
    /** Files that this process holds locked: to open and close one of them once more would let it go. */
    private static final Set<Path> OURS = ConcurrentHashMap.newKeySet();

    private final Path folder;
    private final Path file;
    private final FileChannel channel;

    private WorkFolder(Path folder, Path file, FileChannel channel) {
        this.folder = folder;
        this.file = file;
        this.channel = channel;
    }

    /** @param among where it lies with others */
    static WorkFolder in(Path among) throws IOException {
        Path folder = among.resolve(NAME + UUID.randomUUID());
        Path file = lockOf(folder);
        OURS.add(file);
        try {
            WorkFolder made = locked(folder, file);
            made.path();
            removeDead(among, Files.getOwner(file));
            return made;
        } catch (IOException | RuntimeException e) {
            OURS.remove(file);
            throw e;
        }
    }

    private static WorkFolder locked(Path folder, Path file) throws IOException {
        FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        // Who looks for dead ones may have met it before it was locked, and takes it away then.
        if (channel.tryLock() == null || Files.notExists(file)) {
            channel.close();
            throw new IOException("another process takes " + file + " for a dead one's");
        }
        return new WorkFolder(folder, file, channel);
    }

    private static Path lockOf(Path folder) {
        return folder.resolveSibling(folder.getFileName() + LOCK);
    }

    /** Made again where somebody tidied up among what is temporary. */
    Path path() throws IOException {
        if (Files.notExists(folder)) {
            // Names of what is stored are in there.
            Files.createDirectory(
                    folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        }
        return folder;
    }

    private static void removeDead(Path among, UserPrincipal of) {
        try (DirectoryStream<Path> all = Files.newDirectoryStream(among, NAME + "*")) {
            for (Path one : all) {
                removeIfDead(one, of);
            }
        } catch (IOException | UncheckedIOException e) {
            LOG.warn("what dead processes left in {} stays for now: {}", among, e.getMessage());
        }
    }

    private static void removeIfDead(Path one, UserPrincipal of) {
        try {
            if (!Files.getOwner(one, LinkOption.NOFOLLOW_LINKS).equals(of)) {
                return;
            }
            if (one.toString().endsWith(LOCK)) {
                removeLocked(one);
            } else if (Files.notExists(lockOf(one))
                    && Files.getLastModifiedTime(one)
                            .toInstant()
                            .isBefore(Clock.systemUTC().instant().minus(NOBODYS))) {
                remove(one);
            }
        } catch (NoSuchFileException e) {
            LOG.debug("{} went meanwhile", one);
        } catch (IOException | UncheckedIOException e) {
            LOG.debug("{} stays: {}", one, e.getMessage());
        }
    }

    private static void removeLocked(Path file) throws IOException {
        if (OURS.contains(file)) {
            return;
        }
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE);
                FileLock lock = channel.tryLock()) {
            if (lock != null) {
                String name = String.valueOf(file.getFileName());
                remove(file.resolveSibling(name.substring(0, name.length() - LOCK.length())));
                Files.deleteIfExists(file);
            }
        }
    }

    private static void remove(Path folder) throws IOException {
        if (Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
            try (Stream<Path> left = Files.walk(folder)) {
                for (Path one : left.sorted(Comparator.reverseOrder()).toList()) {
                    Files.deleteIfExists(one);
                }
            }
        }
    }

    @Override
    public void close() throws IOException {
        try (channel) {
            remove(folder);
            Files.deleteIfExists(file);
        } finally {
            OURS.remove(file);
        }
    }
}
