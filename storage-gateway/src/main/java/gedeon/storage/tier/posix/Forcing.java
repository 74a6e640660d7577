package gedeon.storage.tier.posix;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Forces what a file has so far while more is written, so that its end waits for the last of it alone. Nothing rests on it: the file is forced once more when it
 * is whole. But the system tells a failure once, to whoever asks first; one that is told here fails the file.
 */
final class Forcing {
    /** Written since the last time, in bytes. */
    private static final long EACH = 16 << 20;

    private static final ExecutorService THREADS = Executors.newFixedThreadPool(
            4, Thread.ofPlatform().daemon().name("forcing-", 0).factory());

    private final Disk disk;
    private final FileChannel channel;
    private final Path name;
    private long since;
    private @Nullable Turn turn;

    Forcing(Disk disk, FileChannel channel, Path name) {
        this.disk = disk;
        this.channel = channel;
        this.name = name;
    }

    /** @throws IOException where what was forced before failed */
    void wrote(int bytes) throws IOException {
        since += bytes;
        if (since < EACH || turn != null && !turn.done.isDone()) {
            return;
        }
        end();
        since = 0;
        Turn next = new Turn();
        turn = next;
        THREADS.execute(next::run);
    }

    /** Waits for what runs. What has not begun, perhaps behind files of a disk that hangs, is left out. @throws IOException where it failed */
    void end() throws IOException {
        Turn last = turn;
        turn = null;
        if (last == null || last.leaveOut()) {
            return;
        }
        try {
            last.done.get();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof IOException io ? io : new IOException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while " + name + " was forced");
        }
    }

    /** Begun by a thread or left out by who would wait for it, never both. */
    private final class Turn {
        private final AtomicBoolean claimed = new AtomicBoolean();
        private final CompletableFuture<Boolean> done = new CompletableFuture<>();

        void run() {
            if (!claimed.compareAndSet(false, true)) {
                return;
            }
            try {
                disk.force(channel, name);
                done.complete(true);
            } catch (IOException | RuntimeException e) {
                done.completeExceptionally(e);
            }
        }

        boolean leaveOut() {
            return claimed.compareAndSet(false, true);
        }
    }
}
