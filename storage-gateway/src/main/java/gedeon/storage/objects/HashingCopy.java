package gedeon.storage.objects;

import gedeon.storage.memory.WorkingMemory;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Moves a body through fixed buffers of 256 KiB while it is hashed: MD5 in one thread, everything else and the writing in the caller's. Short bodies
 * stay in one thread. Memory is the same for a kilobyte and a terabyte.
 */
final class HashingCopy {
    private static final int BUFFER = 256 << 10;
    private static final int BUFFERS = 4;
    private static final int ONE_THREAD_UP_TO = 1 << 20;
    private static final int PROCESSORS = Runtime.getRuntime().availableProcessors();
    /** Long bodies under way. */
    private static final AtomicInteger LONG = new AtomicInteger();

    private HashingCopy() {}

    /** Where the bytes go; {@code total} counts those of this call. */
    @FunctionalInterface
    interface Sink {
        void accept(byte[] buffer, int length, long total) throws IOException;
    }

    static long copy(InputStream body, Hashes hashes, long expected, Sink sink) throws IOException {
        boolean longOne = expected < 0 || expected > ONE_THREAD_UP_TO;
        if (!longOne) {
            return alone(body, hashes, expected, sink);
        }
        try {
            return LONG.incrementAndGet() > PROCESSORS
                    ? alone(body, hashes, expected, sink)
                    : together(body, hashes, expected, sink);
        } finally {
            LONG.decrementAndGet();
        }
    }

    private static long together(InputStream body, Hashes hashes, long expected, Sink sink) throws IOException {
        Optional<WorkingMemory.Taken> enough = WorkingMemory.BODIES.tryTake(BUFFERS * BUFFER);
        if (enough.isEmpty()) {
            return alone(body, hashes, expected, sink);
        }
        try (WorkingMemory.Taken taken = enough.get()) {
            return together(body, hashes, sink);
        }
    }

    /** Where many are under way already a second thread for each gains nothing. */
    private static long alone(InputStream body, Hashes hashes, long expected, Sink sink) throws IOException {
        int size = expected < 0 ? BUFFER : Math.clamp(expected + 1, 1, BUFFER);
        try (WorkingMemory.Taken taken = WorkingMemory.BODIES.take(size)) {
            return alone(body, hashes, size, sink);
        }
    }

    private static long alone(InputStream body, Hashes hashes, int size, Sink sink) throws IOException {
        byte[] buffer = new byte[size];
        long total = 0;
        int n;
        while ((n = body.readNBytes(buffer, 0, buffer.length)) > 0) {
            total += n;
            sink.accept(buffer, n, total);
            hashes.updateMd5(buffer, n);
            hashes.updateOthers(buffer, n);
        }
        return total;
    }

    private record Filled(byte[] buffer, int length) {}

    private static final Filled END = new Filled(new byte[0], -1);

    private static long together(InputStream body, Hashes hashes, Sink sink) throws IOException {
        BlockingQueue<Filled> full = new ArrayBlockingQueue<>(BUFFERS);
        BlockingQueue<byte[]> empty = new ArrayBlockingQueue<>(BUFFERS);
        for (int i = 0; i < BUFFERS; i++) {
            empty.add(new byte[BUFFER]);
        }
        Thread md5 = Thread.ofPlatform().daemon().name("md5").start(() -> digest(hashes, full, empty));
        long total = 0;
        try {
            while (true) {
                byte[] buffer = empty.take();
                int n = body.readNBytes(buffer, 0, buffer.length);
                if (n == 0) {
                    break;
                }
                total += n;
                full.put(new Filled(buffer, n));
                sink.accept(buffer, n, total);
                hashes.updateOthers(buffer, n);
            }
            full.put(END);
            md5.join();
            return total;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new java.io.InterruptedIOException("interrupted while a body was received");
        } finally {
            md5.interrupt();
        }
    }

    /** A buffer comes back when MD5 has passed; by then the caller, one buffer ahead at most, has written it too: it takes the next only after that. */
    private static void digest(Hashes hashes, BlockingQueue<Filled> full, BlockingQueue<byte[]> empty) {
        try {
            while (true) {
                Filled next = full.take();
                if (next.length() < 0) {
                    return;
                }
                hashes.updateMd5(next.buffer(), next.length());
                empty.put(next.buffer());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
