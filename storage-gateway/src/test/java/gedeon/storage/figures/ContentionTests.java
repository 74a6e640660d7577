package gedeon.storage.figures;

import static org.assertj.core.api.Assertions.assertThat;

import gedeon.storage.Gateway;
import gedeon.storage.GatewaySettings;
import gedeon.storage.Scope;
import gedeon.storage.TestGateway;
import gedeon.storage.tier.memory.MemoryTier;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Five hundred writers into one notebook are as fast as into five hundred. For figures: {@code -Dgedeon.figures=true}, which takes two minutes and a
 * half; else the same for a moment, in which only the counts are right.
 */
class ContentionTests {
    private static final boolean FIGURES = Boolean.getBoolean("gedeon.figures");
    private static final int NOTEBOOKS = FIGURES ? 500 : 20;
    private static final int WRITERS = FIGURES ? 500 : 40;
    private static final long MILLIS = FIGURES ? 8_000 : 300;
    private static final int ROUNDS = FIGURES ? 4 : 1;

    private static final int REFUSED = FIGURES ? 16 : 4;

    @TempDir
    Path folder;

    @Test
    void manyWritersOfOneNotebookAreAsFastAsThoseOfMany() throws Exception {
        try (DiskDatabase database = new DiskDatabase(folder.resolve("postgres"))) {
            GatewaySettings settings = DiskDatabase.settings(database.url());
            try (Gateway gateway = TestGateway.open(settings, new MemoryTier())) {
                for (int i = 0; i < NOTEBOOKS; i++) {
                    gateway.store()
                            .createBucket(
                                    TestGateway.notebook(gateway, "n" + i, 1L << 40)
                                            .id(),
                                    "data-" + i,
                                    true);
                }
                gateway.store()
                        .createBucket(TestGateway.notebook(gateway, "full", 0).id(), "data-full", true);
            }
            long all = 0;
            for (int processes : new int[] {1, 3}) {
                all += measure(database.url(), processes);
            }
            try (Gateway gateway = TestGateway.open(settings, new MemoryTier())) {
                long used = 0;
                for (int i = 0; i < NOTEBOOKS; i++) {
                    int notebook =
                            gateway.notebooks().notebook("n" + i).orElseThrow().id();
                    used += gateway.quotas()
                            .quota(new Scope.OfNotebook(notebook))
                            .used()
                            .value();
                }
                assertThat(used).isEqualTo(all);
                assertThat(gateway.quotas().verify()).isEmpty();
            }
        }
    }

    /** Returns how many commits were told. */
    private static long measure(String url, int count) throws IOException {
        List<Committing> processes = new ArrayList<>();
        long all = 0;
        try {
            for (int i = 0; i < count; i++) {
                processes.add(Committing.start(url, "p" + count + "-" + i + "-"));
            }
            all += run(processes, MILLIS, 1) + run(processes, MILLIS, NOTEBOOKS);
            double[] one = new double[ROUNDS];
            double[] many = new double[ROUNDS];
            for (int round = 0; round < ROUNDS; round++) {
                one[round] = run(processes, MILLIS, 1);
                many[round] = run(processes, MILLIS, NOTEBOOKS);
                all += (long) (one[round] + many[round]);
            }
            System.out.printf(
                    "%d processes, %d writers in all: %.0f commits/s into one notebook, %.0f into %d, ratio %.2f%n",
                    count,
                    WRITERS,
                    Turns.median(one) * 1000 / MILLIS,
                    Turns.median(many) * 1000 / MILLIS,
                    NOTEBOOKS,
                    Turns.median(one) / Turns.median(many));
            all += beside(processes, count);
        } finally {
            for (Committing one : processes) {
                one.close();
            }
        }
        return all;
    }

    /** One notebook is full, and its clients go on with their next files. */
    private static long beside(List<Committing> processes, int count) throws IOException {
        double[] alone = new double[ROUNDS];
        double[] beside = new double[ROUNDS];
        long all = 0;
        for (int round = 0; round < ROUNDS; round++) {
            alone[round] = run(processes, MILLIS, NOTEBOOKS, 0);
            beside[round] = run(processes, MILLIS, NOTEBOOKS, REFUSED);
            all += (long) (alone[round] + beside[round]);
        }
        double ratio = Turns.median(beside) / Turns.median(alone);
        System.out.printf(
                "%d processes beside a full notebook that %d clients write to: %.0f commits/s into %d others, %.0f alone, ratio %.2f%n",
                count,
                REFUSED,
                Turns.median(beside) * 1000 / MILLIS,
                NOTEBOOKS,
                Turns.median(alone) * 1000 / MILLIS,
                ratio);
        return all;
    }

    private static long run(List<Committing> processes, long millis, int buckets) throws IOException {
        return run(processes, millis, buckets, 0);
    }

    private static long run(List<Committing> processes, long millis, int buckets, int refused) throws IOException {
        for (Committing one : processes) {
            one.begin(millis, WRITERS / processes.size(), buckets, Math.ceilDiv(refused, processes.size()));
        }
        long sum = 0;
        for (Committing one : processes) {
            sum += one.commits();
        }
        return sum;
    }
}
