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

    private ReentrantLock threads() {
        return THREADS.computeIfAbsent(file, path -> new ReentrantLock());
    }

    private FileChannel open() throws IOException {
        PrivateFolder.make(java.util.Objects.requireNonNull(file.getParent()));
        return FileChannel.open(
                file,
                Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    }

    /** Does nothing where another holds it. */
    void ifFree(Work<?> work) throws IOException {
        ReentrantLock threads = threads();
        if (!threads.tryLock()) {
            return;
        }
        try (FileChannel channel = open();
                FileLock processes = channel.tryLock()) {
            if (processes != null) {
                work.run();
            }
        } finally {
            threads.unlock();
        }
    }

    <T> T hold(Work<T> work) throws IOException {
        ReentrantLock threads = threads();
        threads.lock();
        try {
            try (FileChannel channel = open();
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
