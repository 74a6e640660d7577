package gedeon.storage.figures;

import gedeon.storage.Gateway;
import gedeon.storage.QuotaExceeded;
import gedeon.storage.TestGateway;
import gedeon.storage.objects.Bucket;
import gedeon.storage.tier.memory.MemoryTier;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.LongAdder;

/**
 * A gateway process that admits and commits objects of one byte, its tier in memory: what is left is the ledger and the namespace. It reads lines
 * {@code MILLIS THREADS BUCKETS REFUSED} and answers each with the number of commits; as many threads as are refused ask meanwhile for room that a full notebook has not.
 */
final class Committing implements AutoCloseable {
    private static final byte[] BODY = {1};

    private final Process process;
    private final BufferedReader answers;

    private Committing(Process process) {
        this.process = process;
        this.answers = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    }

    static Committing start(String url, String name) throws IOException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx1g",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Committing.class.getName(),
                        url,
                        name)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        Committing started = new Committing(process);
        started.answer("ready");
        return started;
    }

    void begin(long millis, int threads, int buckets, int refused) throws IOException {
        process.getOutputStream()
                .write((millis + " " + threads + " " + buckets + " " + refused + "\n")
                        .getBytes(StandardCharsets.UTF_8));
        process.getOutputStream().flush();
    }

    long commits() throws IOException {
        return Long.parseLong(answer("commits"));
    }

    private String answer(String word) throws IOException {
        String line;
        while ((line = answers.readLine()) != null) {
            if (line.startsWith(word + " ")) {
                return line.substring(word.length() + 1);
            }
        }
        throw new IOException("the process ended before it said " + word);
    }

    @Override
    public void close() throws IOException {
        process.getOutputStream().close();
        process.onExit().join();
    }

    /** @param args JDBC URL, a word with which the keys of this process begin */
    public static void main(String[] args) throws Exception {
        try (Gateway gateway = TestGateway.open(DiskDatabase.settings(args[0]), new MemoryTier());
                BufferedReader orders = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
            System.out.println("ready " + args[1]);
            String line;
            for (int round = 0; (line = orders.readLine()) != null; round++) {
                String[] order = line.split(" ");
                System.out.println("commits "
                        + run(
                                gateway,
                                args[1] + round,
                                Long.parseLong(order[0]),
                                Integer.parseInt(order[1]),
                                Integer.parseInt(order[2]),
                                Integer.parseInt(order[3])));
            }
        }
    }

    private static long run(Gateway gateway, String prefix, long millis, int threads, int buckets, int refused)
            throws InterruptedException {
        List<Bucket> all = new ArrayList<>();
        for (int i = 0; i < buckets; i++) {
            all.add(gateway.store().bucket("data-" + i).orElseThrow());
        }
        LongAdder commits = new LongAdder();
        CountDownLatch start = new CountDownLatch(1);
        List<Thread> running = new ArrayList<>();
        for (int t = 0; t < threads; t++) {
            int thread = t;
            running.add(Thread.ofVirtual().start(() -> {
                try {
                    start.await();
                    long end = System.nanoTime() + millis * 1_000_000;
                    for (int i = 0; System.nanoTime() < end; i++) {
                        gateway.store()
                                .put(TestGateway.aPut(
                                        all.get(thread % buckets), prefix + "/" + thread + "/" + i, BODY));
                        commits.increment();
                    }
                } catch (IOException | InterruptedException e) {
                    throw new IllegalStateException(e);
                }
            }));
        }
        for (int t = 0; t < refused; t++) {
            running.add(Thread.ofVirtual().start(() -> refuse(gateway, prefix, start, millis)));
        }
        start.countDown();
        for (Thread one : running) {
            one.join();
        }
        return commits.sum();
    }

    private static void refuse(Gateway gateway, String key, CountDownLatch start, long millis) {
        Bucket full = gateway.store().bucket("data-full").orElseThrow();
        try {
            start.await();
            long end = System.nanoTime() + millis * 1_000_000;
            while (System.nanoTime() < end) {
                try {
                    gateway.store().put(TestGateway.aPut(full, key, BODY));
                    throw new IllegalStateException("a full notebook took an object");
                } catch (QuotaExceeded e) {
                    // The next file of the same client.
                }
            }
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
