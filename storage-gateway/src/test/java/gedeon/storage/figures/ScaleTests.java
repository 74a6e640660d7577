package gedeon.storage.figures;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import gedeon.kernel.ByteCount;
import gedeon.storage.GatewaySettings;
import gedeon.storage.Quotas;
import gedeon.storage.Scope;
import gedeon.storage.TestGateway;
import gedeon.storage.processes.GatewayProcess;
import gedeon.storage.processes.Lab;
import gedeon.storage.processes.PlainS3;
import gedeon.storage.processes.ServingGateway;
import gedeon.storage.quota.QuotaSettings;
import gedeon.storage.quota.jdbc.Allocations;
import gedeon.storage.quota.jdbc.JdbcQuotas;
import gedeon.storage.sql.Sql;
import gedeon.storage.tier.memory.MemoryTier;
import gedeon.storage.tier.posix.PosixTier;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A namespace of many objects beside an empty one, in the same run: what a PUT costs while checkpoints go by, a page of a listing, what a quota says, and how
 * much a million rows take. {@code -Dgedeon.figures=true -Dgedeon.scale.objects=20000000 -Dgedeon.scale.minutes=10}; without figures it is a test of the
 * generator and of this.
 */
class ScaleTests {
    private static final boolean FIGURES = Boolean.getBoolean("gedeon.figures");
    private static final long OBJECTS = Long.getLong("gedeon.scale.objects", FIGURES ? 200_000 : 4_000);
    /** Of all notebooks together; 55 PB are 550 of 100 TB. */
    private static final int NOTEBOOKS = FIGURES ? 550 : 8;

    private static final long TERABYTES = Long.getLong("gedeon.scale.terabytes", 100L * NOTEBOOKS);

    private static final Duration PUTS =
            FIGURES ? Duration.ofMinutes(Long.getLong("gedeon.scale.minutes", 1)) : Duration.ofSeconds(2);
    private static final int WRITERS = 4;
    private static final int READS = FIGURES ? 300 : 5;
    private static final long SMALL = Math.min(10_000, OBJECTS / 4);
    private static final long LARGE = Math.min(1_000_000, OBJECTS / 4);
    private static final double MILLION = 1e6;

    private final Random random = new Random(1);

    @TempDir
    Path folder;

    private GatewaySettings settings;
    private Lab lab;
    private List<Lab.Group> groups;

    @Test
    void aFullNamespaceIsAsQuickAsAnEmptyOne() throws Exception {
        try (DiskDatabase database = new DiskDatabase(
                folder.resolve("database"),
                Map.of("checkpoint_timeout", FIGURES ? "2min" : "5min", "max_wal_size", "4GB"))) {
            settings = DiskDatabase.settings(database.url());
            TestGateway.open(settings, new MemoryTier()).close();
            lab = new Lab(settings);
            groups = new ArrayList<>();
            for (int i = 0; i < NOTEBOOKS; i++) {
                groups.add(lab.group("n" + i, 1L << 50));
            }
            lab.sql().update("update quota set limit_bytes = ? where kind = 'u'", 1L << 60);
            PosixTier.create(folder.resolve("tier"));
            try (GatewayProcess process = GatewayProcess.start(
                            database.url(), folder.resolve("tier"), ServingGateway.Pace.SHIPPED, "-Xmx512m")
                    .ready()) {
                measure(process);
            }
        }
    }

    private void measure(GatewayProcess process) throws Exception {
        for (int i = 0; i < NOTEBOOKS; i++) {
            try (PlainS3 client = client(process, i)) {
                client.send("PUT", "/scale-" + i).expect(200);
                client.send("PUT", "/puts-" + i).expect(200);
            }
        }
        Generated generated = new Generated(lab);
        generated.fill(List.of(into(1, SMALL)));
        Puts empty = puts(process);
        double smallPage = page(process, 1, SMALL, "");
        double smallFolded = page(process, 1, SMALL, "&delimiter=/");
        double smallQuota = quota();

        List<Generated.Into> rest = new ArrayList<>();
        rest.add(into(0, LARGE));
        for (int i = 2; i < NOTEBOOKS; i++) {
            rest.add(into(i, (OBJECTS - SMALL - LARGE) / (NOTEBOOKS - 2)));
        }
        long begun = System.nanoTime();
        long versions = generated.fill(rest);
        System.out.printf(
                "scale: %d objects, %d versions in %d notebooks, %d TB, written in %.0f s%n",
                OBJECTS, versions, NOTEBOOKS, TERABYTES, (System.nanoTime() - begun) / 1e9);
        assertThat(lab.quotas().verify()).isEmpty();

        Puts full = puts(process);
        double page = page(process, 1, SMALL, "");
        double folded = page(process, 1, SMALL, "&delimiter=/");
        double largePage = page(process, 0, LARGE, "");
        double largeFolded = page(process, 0, LARGE, "&delimiter=/");
        double quota = quota();
        told("PUT p50", empty.at(0.5), full.at(0.5));
        told("PUT p95", empty.at(0.95), full.at(0.95));
        told("PUT p99", empty.at(0.99), full.at(0.99));
        System.out.printf(
                "scale: %.0f and %.0f PUTs/s, %d and %d checkpoints%n",
                empty.rate(), full.rate(), empty.checkpoints(), full.checkpoints());
        told("page of 1,000", smallPage, page);
        told("page of 1,000 of the large bucket", smallPage, largePage);
        told("folded page", smallFolded, folded);
        told("folded page of the large bucket", smallFolded, largeFolded);
        told("quota", smallQuota, quota);
        sizes(versions + SMALL);
        assertThat(lab.quotas().verify()).isEmpty();
        if (FIGURES) {
            assertThat(full.at(0.95) / empty.at(0.95)).as("p95 of a PUT").isLessThan(2);
            assertThat(List.of(page / smallPage, largePage / smallPage, folded / smallFolded, quota / smallQuota))
                    .as("reads")
                    .allMatch(ratio -> ratio < 1.3);
        }
    }

    private static void told(String what, double small, double full) {
        System.out.printf("scale: %s %.2f ms, full %.2f ms, ratio %.2f%n", what, small, full, full / small);
    }

    private Generated.Into into(int i, long objects) {
        int notebook = groups.get(i).notebook();
        int bucket = lab.sql()
                .one(row -> row.getInt(1), "select id from bucket where name = ?", "scale-" + i)
                .orElseThrow();
        long terabytes = Math.max(1, TERABYTES / NOTEBOOKS);
        return new Generated.Into(
                notebook, bucket, objects, terabytes * 1_000_000_000_000L / Math.max(1, objects * 11 / 10));
    }

    private PlainS3 client(GatewayProcess process, int notebook) throws IOException {
        return new PlainS3(process.port(), groups.get(notebook).key());
    }

    /** @param millis of each, sorted */
    private record Puts(double[] millis, double rate, long checkpoints) {
        double at(double share) {
            return millis[(int) Math.min(millis.length - 1, Math.floor(millis.length * share))];
        }
    }

    /** Objects of 16 KiB into notebooks as chance will have it. */
    private Puts puts(GatewayProcess process) throws Exception {
        long checkpoints = checkpoints();
        byte[] body = new byte[16 << 10];
        random.nextBytes(body);
        List<double[]> all = new ArrayList<>();
        long begun = System.nanoTime();
        try (ExecutorService threads = Executors.newFixedThreadPool(WRITERS)) {
            List<Future<double[]>> running = new ArrayList<>();
            for (int w = 0; w < WRITERS; w++) {
                Random own = new Random(random.nextLong());
                String prefix = Long.toHexString(begun) + "/" + w + "/";
                running.add(threads.submit(() -> writer(process, own, prefix, body, begun)));
            }
            for (Future<double[]> one : running) {
                all.add(one.get());
            }
        }
        double[] millis = all.stream().flatMapToDouble(Arrays::stream).sorted().toArray();
        return new Puts(millis, millis.length * 1e9 / (System.nanoTime() - begun), checkpoints() - checkpoints);
    }

    private double[] writer(GatewayProcess process, Random own, String prefix, byte[] body, long begun)
            throws IOException {
        List<Double> millis = new ArrayList<>();
        List<PlainS3> clients = new ArrayList<>();
        List<Integer> notebooks = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            notebooks.add(own.nextInt(NOTEBOOKS));
            clients.add(client(process, notebooks.getLast()));
        }
        try {
            for (int i = 0; System.nanoTime() - begun < PUTS.toNanos(); i++) {
                int which = own.nextInt(clients.size());
                long from = System.nanoTime();
                clients.get(which)
                        .put("/puts-" + notebooks.get(which) + "/" + prefix + i, body)
                        .expect(200);
                millis.add((System.nanoTime() - from) / 1e6);
            }
        } finally {
            for (PlainS3 client : clients) {
                client.close();
            }
        }
        return millis.stream().mapToDouble(Double::doubleValue).toArray();
    }

    private long checkpoints() {
        return lab.sql()
                .one(row -> row.getLong(1), "select num_timed + num_requested from pg_stat_checkpointer")
                .orElseThrow();
    }

    /** A page behind a key as chance will have it. */
    private double page(GatewayProcess process, int notebook, long objects, String more) throws Exception {
        try (PlainS3 client = client(process, notebook)) {
            return middle(() -> client.send(
                            "GET",
                            "/scale-" + notebook + "?list-type=2&max-keys=1000&start-after="
                                    + Generated.key(random.nextLong(objects)).replace("/", "%2F")
                                    + more.replace("/", "%2F"))
                    .expect(200)
                    .body()
                    .length);
        }
    }

    /** As pages and REST ask, over a pool of connections. */
    private double quota() throws Exception {
        try (HikariDataSource pool = new HikariDataSource()) {
            pool.setJdbcUrl(settings.jdbcUrl());
            pool.setUsername(settings.user());
            pool.setPassword(settings.password());
            pool.setSchema("storage");
            Quotas quotas = new JdbcQuotas(
                    new Sql(pool), new Allocations(null, () -> new ByteCount(Long.MAX_VALUE)), QuotaSettings.DEFAULTS);
            return middle(() -> quotas.quota(new Scope.OfNotebook(
                            groups.get(random.nextInt(NOTEBOOKS)).notebook()))
                    .used()
                    .value());
        }
    }

    /** Milliseconds of the middle one of many. */
    private static double middle(Callable<Object> act) throws Exception {
        double[] millis = new double[READS];
        for (int i = -READS / 5; i < READS; i++) {
            long from = System.nanoTime();
            act.call();
            if (i >= 0) {
                millis[i] = (System.nanoTime() - from) / 1e6;
            }
        }
        return Turns.median(millis);
    }

    /** Of tables with their partitions. */
    private void sizes(long versions) {
        record Size(String table, long heap, long indexes) {}
        for (Size one : lab.sql()
                .list(
                        row -> new Size(row.getString(1), row.getLong(2), row.getLong(3)),
                        "select regexp_replace(relname, '_[0-9]+$', '') as t, sum(pg_relation_size(oid))::bigint, sum(pg_indexes_size(oid))::bigint from pg_class "
                                + "where relkind = 'r' and relnamespace = 'storage'::regnamespace and relname ~ '^(version|current|blob|location)_[0-9]+$' group by 1 order by 1")) {
            System.out.printf(
                    "scale: %s %.0f MiB and %.0f MiB of indexes a million versions%n",
                    one.table(),
                    one.heap() / 1048576.0 / versions * MILLION,
                    one.indexes() / 1048576.0 / versions * MILLION);
        }
        System.out.printf(
                "scale: the database %.1f GiB%n",
                lab.sql()
                                .one(row -> row.getLong(1), "select pg_database_size(current_database())")
                                .orElseThrow()
                        / 1073741824.0);
    }
}
