package gedeon.storage.figures;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.function.BooleanSupplier;
import software.amazon.awssdk.core.sync.RequestBody;

/**
 * Writers of small objects through the S3 port, each one PUT after the other: into any of the notebooks, the next keys of the bucket, and each eleventh
 * time a key that is there.
 */
final class Writing {
    private static final byte[] BODY = new byte[16 << 10];

    private final ManyNotebooks notebooks;
    private final boolean full;
    private final AtomicIntegerArray written;

    /** @param full whether the buckets have the keys of {@code notebooks}; else none */
    Writing(ManyNotebooks notebooks, boolean full) {
        this.notebooks = notebooks;
        this.full = full;
        this.written = new AtomicIntegerArray(notebooks.notebooks());
    }

    /** How long PUTs took, in milliseconds. */
    record Figures(long puts, double seconds, double p50, double p95, double p99, double longest, long checkpoints) {
        static Figures of(List<long[]> nanos, double seconds, long checkpoints) {
            long[] all = nanos.stream().flatMapToLong(Arrays::stream).sorted().toArray();
            return new Figures(
                    all.length, seconds, at(all, 0.5), at(all, 0.95), at(all, 0.99), at(all, 1), checkpoints);
        }

        private static double at(long[] sorted, double share) {
            return sorted[(int) Math.min(sorted.length - 1, Math.round(share * sorted.length))] / 1e6;
        }

        @Override
        public String toString() {
            return "%,d PUTs in %.0f s, %.0f/s; p50 %.1f, p95 %.1f, p99 %.1f, longest %.0f ms; %d checkpoints ended meanwhile"
                    .formatted(puts, seconds, puts / seconds, p50, p95, p99, longest, checkpoints);
        }
    }

    @FunctionalInterface
    interface Checkpoints {
        long ended() throws SQLException;
    }

    /** Writes for so long, and until that many checkpoints have ended since it began. */
    Figures run(OpenPort port, int writers, double seconds, int checkpoints, Checkpoints counter)
            throws SQLException, InterruptedException {
        long before = counter.ended();
        long begun = System.nanoTime();
        boolean[] over = {false};
        List<long[]> nanos = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(writers)) {
            List<Future<long[]>> running = new ArrayList<>();
            for (int w = 0; w < writers; w++) {
                Random random = new Random(begun + w);
                running.add(threads.submit(() -> write(port, random, () -> over[0])));
            }
            try {
                while (running.stream().noneMatch(Future::isDone)
                        && ((System.nanoTime() - begun) / 1e9 < seconds || counter.ended() - before < checkpoints)) {
                    Thread.sleep(200);
                }
            } finally {
                over[0] = true;
            }
            for (Future<long[]> one : running) {
                nanos.add(one.get());
            }
        } catch (ExecutionException e) {
            throw new AssertionError("a PUT failed", e.getCause());
        }
        return Figures.of(nanos, (System.nanoTime() - begun) / 1e9, counter.ended() - before);
    }

    private long[] write(OpenPort port, Random random, BooleanSupplier over) {
        long[] nanos = new long[1 << 16];
        int count = 0;
        while (!over.getAsBoolean()) {
            int notebook = random.nextInt(notebooks.notebooks());
            String key = random.nextInt(11) == 0 ? there(notebook, random) : next(notebook);
            long begun = System.nanoTime();
            put(port, notebook, key);
            if (count == nanos.length) {
                nanos = Arrays.copyOf(nanos, 2 * count);
            }
            nanos[count++] = System.nanoTime() - begun;
        }
        return Arrays.copyOf(nanos, count);
    }

    static void put(OpenPort port, int notebook, String key) {
        port.client()
                .putObject(
                        b -> b.bucket(ManyNotebooks.bucket(notebook))
                                .key(key)
                                .overrideConfiguration(o -> o.credentialsProvider(port.owner(notebook))),
                        RequestBody.fromBytes(BODY));
    }

    private int before(int notebook) {
        return full ? notebooks.keys(notebook) : 0;
    }

    /** A key behind all that the bucket has. */
    String next(int notebook) {
        return notebooks.key(notebook, before(notebook) + written.getAndIncrement(notebook));
    }

    /** Any key that the bucket has, the next one where it has none. */
    String there(int notebook, Random random) {
        int there = before(notebook) + written.get(notebook);
        return there == 0 ? next(notebook) : notebooks.key(notebook, random.nextInt(there));
    }
}
