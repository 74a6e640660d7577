package gedeon.storage.figures;

import static org.assertj.core.api.Assertions.assertThat;

import gedeon.storage.GatewaySettings;
import gedeon.storage.TestGateway;
import gedeon.storage.processes.GatewayProcess;
import gedeon.storage.processes.Lab;
import gedeon.storage.processes.PlainS3;
import gedeon.storage.processes.ServingGateway;
import gedeon.storage.tier.memory.MemoryTier;
import gedeon.storage.tier.posix.PosixTier;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Five hundred uploads at once of 1 MiB each through S3: into one notebook as fast as into five hundred, by one process and by three. For figures:
 * {@code -Dgedeon.figures=true}, which writes 14 GiB; else with few and small ones, of which only the count is right.
 */
class UploadsTests {
    private static final boolean FIGURES = Boolean.getBoolean("gedeon.figures");
    private static final int UPLOADS = FIGURES ? 500 : 12;
    private static final int ROUNDS = FIGURES ? 6 : 1;

    private final byte[] body = new byte[FIGURES ? 1 << 20 : 1 << 10];
    private final AtomicInteger names = new AtomicInteger();

    @TempDir
    Path folder;

    @Test
    void manyUploadsIntoOneNotebookAreAsFastAsIntoMany() throws Exception {
        new Random(1).nextBytes(body);
        try (DiskDatabase database = new DiskDatabase(folder.resolve("database"))) {
            GatewaySettings settings = DiskDatabase.settings(database.url());
            TestGateway.open(settings, new MemoryTier()).close();
            Lab lab = new Lab(settings);
            List<Lab.Group> groups = new ArrayList<>();
            for (int i = 0; i < UPLOADS; i++) {
                groups.add(lab.group("n" + i, 1L << 40));
            }
            PosixTier.create(folder.resolve("tier"));
            for (int processes : FIGURES ? new int[] {1, 3} : new int[] {2}) {
                measure(settings.jdbcUrl(), groups, processes);
            }
            assertThat(groups.stream().mapToLong(lab::used).sum()).isEqualTo((long) names.get() * body.length);
            assertThat(lab.quotas().verify()).isEmpty();
        }
    }

    private void measure(String url, List<Lab.Group> groups, int count) throws Exception {
        List<GatewayProcess> processes = new ArrayList<>();
        try {
            for (int i = 0; i < count; i++) {
                processes.add(GatewayProcess.start(url, folder.resolve("tier"), ServingGateway.Pace.SHIPPED, "-Xmx512m")
                        .ready());
            }
            for (int i = 0; i < groups.size(); i++) {
                // There already where another number of processes was measured before.
                try (PlainS3 client =
                        new PlainS3(processes.getFirst().port(), groups.get(i).key())) {
                    client.send("PUT", "/uploads-" + i);
                }
            }
            Turns.Two two =
                    Turns.of(ROUNDS, () -> seconds(processes, groups, true), () -> seconds(processes, groups, false));
            double ratio = two.second() / two.first();
            System.out.printf(
                    "%d processes, %d uploads at once of %d bytes: %.0f/s into one notebook, %.0f/s into %d, ratio %.2f%n",
                    count, UPLOADS, body.length, UPLOADS / two.first(), UPLOADS / two.second(), groups.size(), ratio);
            assertThat(ratio).isGreaterThan(FIGURES ? 0.9 : 0);
        } finally {
            for (GatewayProcess process : processes) {
                process.close();
            }
        }
    }

    /** From the first byte of all to the last answer of all. */
    private double seconds(List<GatewayProcess> processes, List<Lab.Group> groups, boolean one) throws Exception {
        List<PlainS3> clients = new ArrayList<>();
        CountDownLatch start = new CountDownLatch(1);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> running = new ArrayList<>();
            for (int i = 0; i < UPLOADS; i++) {
                int into = one ? 0 : i;
                PlainS3 client = new PlainS3(
                        processes.get(i % processes.size()).port(),
                        groups.get(into).key());
                clients.add(client);
                running.add(threads.submit(() -> {
                    start.await();
                    return upload(client, into);
                }));
            }
            long begun = System.nanoTime();
            start.countDown();
            for (Future<?> upload : running) {
                upload.get();
            }
            return (System.nanoTime() - begun) / 1e9;
        } finally {
            for (PlainS3 client : clients) {
                client.close();
            }
        }
    }

    private boolean upload(PlainS3 client, int into) throws IOException {
        client.put("/uploads-" + into + "/" + names.incrementAndGet(), body).expect(200);
        return true;
    }
}
