package gedeon.storage.encryption.file;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;

/** One writer of a folder of keys at a time: over the threads of this process and over processes. It ends with its process. */
final class KeyLock {
    /** A process holds a file's lock once for all its threads, so they wait here. */
    private static final Map<Path, ReentrantLock> THREADS = new ConcurrentHashMap<>();

    private final Path file;

    KeyLock(Path folder) {
        this.file = folder.resolve("lock");
    }

    @FunctionalInterface
    interface Work<T> {
        T run() throws IOException;
    }

    <T> T hold(Work<T> work) throws IOException {
        ReentrantLock threads = THREADS.computeIfAbsent(file, path -> new ReentrantLock());
        threads.lock();
        try {
            PrivateFolder.make(java.util.Objects.requireNonNull(file.getParent()));
            try (FileChannel channel = FileChannel.open(
                            file,
                            Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE),
                            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
                    FileLock processes = channel.lock()) {
                if (!processes.isValid()) {
                    throw new IOException("the lock " + file + " was lost");
                }
                return work.run();
            }
        } finally {
            threads.unlock();
        }
    }
}
