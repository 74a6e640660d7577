package gedeon.metadata.search;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.FSDirectory;

/**
 * The folder of the index: one process has it ({@code lock}), {@code schema} tells what it holds and is written last, so that a folder without it counts as not begun.
 * The lock goes with its process, however that ends.
 */
final class IndexFolder implements AutoCloseable {
    private final Path folder;
    private final FileChannel channel;
    private final FileLock lock;

    private IndexFolder(Path folder, FileChannel channel, FileLock lock) {
        this.folder = folder;
        this.channel = channel;
        this.lock = lock;
    }

    static IndexFolder open(Path folder) {
        try {
            Files.createDirectories(folder);
            FileChannel channel =
                    FileChannel.open(folder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            try {
                FileLock lock = channel.tryLock();
                if (lock != null) {
                    return new IndexFolder(folder, channel, lock);
                }
            } catch (OverlappingFileLockException e) {
                // told below
            }
            channel.close();
            throw new IllegalStateException("the search index " + folder
                    + " is in use by another Gédéon; stop that one, or give each its own folder");
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "the search index " + folder + " cannot be opened: " + e.getMessage()
                            + "; the folder must be writable and on a local disk",
                    e);
        }
    }

    Path path() {
        return folder;
    }

    /** Whether it holds an index of this schema that opens. */
    boolean usable(int schema) {
        try {
            Path told = folder.resolve("schema");
            if (!Files.exists(told)
                    || !Files.readString(told).strip().equals(String.valueOf(schema))
                    || !Files.isDirectory(index())) {
                return false;
            }
            try (Directory directory = FSDirectory.open(index());
                    DirectoryReader reader = DirectoryReader.open(directory)) {
                return reader.numDocs() >= 0;
            }
        } catch (IOException | IllegalArgumentException e) {
            return false; // what Lucene throws for files that are cut, foreign or absent
        }
    }

    /** Takes everything out; what was there is made again from the tables. */
    void clear() throws IOException {
        Files.deleteIfExists(folder.resolve("schema"));
        if (Files.exists(index())) {
            List<Path> all;
            try (Stream<Path> found = Files.walk(index())) {
                all = found.sorted(Comparator.reverseOrder()).toList();
            }
            for (Path path : all) {
                Files.delete(path);
            }
        }
    }

    /** From now on the folder counts as begun. */
    void begun(int schema) throws IOException {
        Path next = folder.resolve("schema.next");
        try (FileChannel file = FileChannel.open(
                next, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)) {
            file.write(StandardCharsets.UTF_8.encode(schema + "\n"));
            file.force(true);
        }
        Files.move(next, folder.resolve("schema"), StandardCopyOption.ATOMIC_MOVE);
        try (FileChannel self = FileChannel.open(folder, StandardOpenOption.READ)) {
            self.force(true);
        }
    }

    private Path index() {
        return folder.resolve(SearchIndex.INDEX);
    }

    @Override
    public void close() {
        try {
            lock.release();
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
