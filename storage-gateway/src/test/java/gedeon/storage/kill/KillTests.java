package gedeon.storage.kill;

import static org.assertj.core.api.Assertions.assertThat;

import gedeon.kernel.ByteCount;
import gedeon.storage.Await;
import gedeon.storage.Gateway;
import gedeon.storage.GatewaySettings;
import gedeon.storage.Scope;
import gedeon.storage.TestGateway;
import gedeon.storage.lifecycle.Audits;
import gedeon.storage.lifecycle.jobs.StorageJob;
import gedeon.storage.lifecycle.tiering.Policies;
import gedeon.storage.lifecycle.tiering.PolicyRule;
import gedeon.storage.lifecycle.tiering.StoragePolicy;
import gedeon.storage.notebooks.Notebooks;
import gedeon.storage.objects.Bucket;
import gedeon.storage.objects.ObjectStore;
import gedeon.storage.objects.ObjectStore.Upload;
import gedeon.storage.sql.Sql;
import gedeon.storage.tier.posix.PosixSettings;
import gedeon.storage.tier.posix.PosixTier;
import io.minio.MakeBucketArgs;
import io.minio.MinioClient;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * kill -9 at random moments under mixed load: what was acknowledged is there byte for byte, what was removed is gone, what is held stays, the ledger equals
 * the namespace. With an S3 store of somebody else's in the environment ({@code .ci/real/rgw} brings one up) blobs move there, too.
 */
class KillTests {
    private static final int KILLS = Integer.getInteger("gedeon.kills", 20);
    private static final int MOVING_KILLS = Integer.getInteger("gedeon.kills.moving", 5);

    /** How long a process may run without one acknowledgement: start-up and the lease of the process killed before it. */
    private static final Duration SILENCE = Duration.ofMinutes(2);

    private static final @Nullable String BUCKETS = System.getenv("GEDEON_FAR_ENDPOINT");
    private static final List<String> MOVES = BUCKETS == null
            ? List.of("near", "both", "far", "deep")
            : List.of("near", "both", "far", "deep", "bucket", "bucket", "cold", "cold");

    /** An audit of a bucket lists it by 65,536 prefixes, and so does one of an archive in a bucket. */
    private static final Duration LONGEST_AUDIT = Duration.ofMinutes(BUCKETS == null ? 5 : 10);

    /** Each kill leaves some thirty blobs more, which all go from place to place at the end. */
    private static final Duration LONGEST_MOVE = Duration.ofMinutes((BUCKETS == null ? 1 : 5) + MOVING_KILLS / 10);

    @TempDir
    Path folder;

    /**
     * A second tier and an archive, and policies that bring everything there, keep it in both, and bring it back: copies, moves, their ends and the sealing
     * of batches are cut at any moment.
     */
    @Test
    void killsWhileBlobsMoveLoseNothingEither() throws Exception {
        long seed = Long.getLong("gedeon.seed", System.nanoTime());
        Random random = new Random(seed);
        Path root = folder.resolve("tier");
        PosixTier.create(root);
        GatewaySettings settings = KilledGateway.settings(TestGateway.settings().jdbcUrl());
        prepare(settings, root);
        policies(settings, root);
        List<String> said = new ArrayList<>();
        for (int kill = 0; kill < MOVING_KILLS; kill++) {
            said.addAll(runAndKill(settings.jdbcUrl(), root, seed + kill, 500 + random.nextInt(1500), MOVES));
        }
        Sql sql = TestGateway.database(settings);
        try (Gateway gateway = open(settings, root)) {
            for (String policy : BUCKETS == null
                    ? List.of("deep", "both", "near")
                    : List.of("deep", "bucket", "cold", "both", "near")) {
                StoragePolicy wanted =
                        gateway.tiering().policies().named(policy).orElseThrow();
                for (int notebook : notebooks(gateway)) {
                    gateway.tiering().policies().assign(notebook, wanted);
                }
                gateway.tiering().ensureJobs();
                try {
                    Await.until(() -> settled(sql, policy.equals("both") ? 2 : 1), LONGEST_MOVE);
                } catch (AssertionError e) {
                    throw new AssertionError(
                            policy + " is not reached, seed " + seed + ": "
                                    + gateway.tiering().jobs().all()
                                    + sql.list(
                                            row -> row.getString(1),
                                            "select l::text from location l where state <> 'l' limit 5"),
                            e);
                }
            }
            requireAllOf(said, gateway, seed);
            // One that a killed process had begun has passed by some of it already.
            gateway.tiering().jobs().all().stream()
                    .filter(job -> job.kind() == StorageJob.Kind.AUDIT)
                    .forEach(job -> gateway.tiering().jobs().cancel(job.id()));
            // Whatever a kill left is older than a day, so that the audit looks at it; once it did, nothing is left.
            Audits.age(root);
            Audits.age(folder.resolve("second"));
            Audits.age(folder.resolve("archive/gathering"));
            for (int round = 0; round < 2; round++) {
                sql.update("delete from lost_and_found");
                Audits.run(gateway, LONGEST_AUDIT);
            }
            assertThat(sql.list(row -> row.getString(1), "select blob_id from lost_and_found"))
                    .as("orphans after the audit, seed %s", seed)
                    .isEmpty();
            assertThat(sql.list(row -> row.getString(1), "select key from version where storage_class <> 'STANDARD'"))
                    .as("said to be archived, seed %s", seed)
                    .isEmpty();
            assertThat(gateway.damages().sum().open())
                    .as("damage, seed %s", seed)
                    .isZero();
        }
        System.out.println(
                "moving kills=" + MOVING_KILLS + " acknowledged=" + count(said) + " lost=0 drift=0 seed=" + seed);
    }

    private void policies(GatewaySettings settings, Path root) throws Exception {
        try (Gateway gateway = open(settings, root)) {
            short house = gateway.tiers().all().getFirst().id();
            short second = gateway.tiers()
                    .add(
                            "posix",
                            "second",
                            Map.of("root", folder.resolve("second").toString()),
                            0)
                    .id();
            Policies policies = gateway.tiering().policies();
            policies.save(new StoragePolicy(0, "near", List.of(house), List.of(), List.of(), 90));
            policies.save(new StoragePolicy(0, "both", List.of(house), List.of(second), List.of(), 90));
            policies.save(new StoragePolicy(0, "far", List.of(house), List.of(), List.of(to(second)), 90));
            // What gathers is sealed at once, in batches so small that there are many.
            short archive = gateway.tiers()
                    .add(
                            "archive",
                            "archive",
                            Map.of(
                                    "root",
                                    folder.resolve("archive").toString(),
                                    "seal-after",
                                    "PT0S",
                                    "batch-versions",
                                    "20"),
                            0)
                    .id();
            policies.save(new StoragePolicy(0, "deep", List.of(house), List.of(), List.of(to(archive)), 90));
            if (BUCKETS != null) {
                policies.save(new StoragePolicy(
                        0,
                        "bucket",
                        List.of(house),
                        List.of(),
                        List.of(to(bucket(gateway, "s3", "bucket", BUCKETS, Map.of()))),
                        90));
                policies.save(new StoragePolicy(
                        0,
                        "cold",
                        List.of(house),
                        List.of(),
                        List.of(to(bucket(
                                gateway,
                                "archive",
                                "cold",
                                BUCKETS,
                                Map.of("seal-after", "PT0S", "batch-versions", "20")))),
                        90));
            }
            gateway.tiering().ensureJobs();
        }
    }

    private static PolicyRule to(short tier) {
        return new PolicyRule(tier, null, null, null, null, null, null, false, Map.of());
    }

    private static short bucket(Gateway gateway, String kind, String name, String endpoint, Map<String, String> more)
            throws Exception {
        String region = System.getenv().getOrDefault("GEDEON_FAR_REGION", "us-east-1");
        String bucket = "gedeon-" + UUID.randomUUID();
        try (MinioClient client = MinioClient.builder()
                .endpoint(endpoint)
                .region(region)
                .credentials(System.getenv("FAR_ACCESS_KEY"), System.getenv("FAR_SECRET_KEY"))
                .build()) {
            client.makeBucket(MakeBucketArgs.builder().bucket(bucket).build());
        }
        Map<String, String> settings = new HashMap<>(
                Map.of("endpoint", endpoint, "region", region, "bucket", bucket, "credentials", "env:FAR"));
        settings.putAll(more);
        return gateway.tiers().add(kind, name, settings, 10).id();
    }

    /** Every blob that a version names lives in so many tiers, and nothing is half done. */
    private static boolean settled(Sql sql, int copies) {
        return sql.list(
                        row -> true,
                        "select 1 from location where state <> 'l' union all select 1 from version v join blob b on b.id = v.blob_id where v.blob_id is not null "
                                + "and (select count(*) from location l where l.blob_id = b.id and l.state = 'l') <> ? limit 1",
                        copies)
                .isEmpty();
    }

    @Test
    void killsLoseNothingThatWasAcknowledged() throws Exception {
        long seed = Long.getLong("gedeon.seed", System.nanoTime());
        Random random = new Random(seed);
        Path root = folder.resolve("tier");
        PosixTier.create(root);
        GatewaySettings settings = KilledGateway.settings(TestGateway.settings().jdbcUrl());
        prepare(settings, root);
        List<String> said = new ArrayList<>();
        for (int kill = 0; kill < KILLS; kill++) {
            said.addAll(runAndKill(settings.jdbcUrl(), root, seed + kill, 20 + random.nextInt(400), List.of()));
        }
        assertThat(count(said)).as("seed %s", seed).isGreaterThanOrEqualTo(KILLS);
        try (Gateway gateway = open(settings, root)) {
            requireAllOf(said, gateway, seed);
        }
        System.out.println("kills=" + KILLS + " acknowledged=" + count(said) + " lost=0 drift=0 seed=" + seed);
    }

    private static long count(List<String> said) {
        return said.stream().filter(line -> Acknowledged.of(line) != null).count();
    }

    /** Of what was to be stored together, all or none is there, acknowledged or not. */
    private static void requireWholeGroups(Gateway gateway, long seed) {
        Map<String, Integer> found = new HashMap<>();
        Bucket bucket = gateway.store().bucket("kill").orElseThrow();
        byte[] after = null;
        ObjectStore.Page page;
        do {
            page = gateway.store().list(bucket, "s".getBytes(StandardCharsets.UTF_8), new byte[0], after, 1000);
            for (ObjectStore.Entry entry : page.entries()) {
                String key = new String(((ObjectStore.Entry.Key) entry).key(), StandardCharsets.UTF_8);
                if (key.contains(MixedLoad.TOGETHER)) {
                    found.merge(key.substring(0, key.lastIndexOf('/')), 1, Integer::sum);
                }
            }
            after = page.next();
        } while (page.truncated());
        found.forEach((group, count) ->
                assertThat(group).as("all or none, seed %s", seed).endsWith("/" + MixedLoad.TOGETHER + count));
        System.out.println("stored together, all or none: " + found.size());
    }

    /** What was said is so, the room of the killed comes back, and the ledger equals the namespace. */
    private static void requireAllOf(List<String> said, Gateway gateway, long seed) throws InterruptedException {
        for (String line : said) {
            String[] words = Acknowledged.of(line);
            if (words != null) {
                Acknowledged.require(gateway, words, seed);
            }
        }
        requireWholeGroups(gateway, seed);
        requireLimit(said, gateway, seed);
        awaitNothingLeased(gateway);
        assertThat(gateway.quotas().verify()).as("ledger drift, seed %s", seed).isEmpty();
    }

    /** The limit is the last one that was acknowledged, or the one after it that nobody was answered about. */
    private static void requireLimit(List<String> said, Gateway gateway, long seed) {
        List<Long> possible = new ArrayList<>(List.of(KilledGateway.ROOM));
        for (String line : said) {
            String[] words = line.split(" ");
            if (words.length == 3 && words[2].equals(".") && words[0].startsWith("limit")) {
                if (words[0].equals("limited")) {
                    possible.clear();
                }
                possible.add(Long.valueOf(words[1]));
            }
        }
        assertThat(gateway.quotas()
                        .quota(new Scope.OfNotebook(notebooks(gateway).getFirst()))
                        .limit()
                        .value())
                .as("limit of the notebook, seed %s", seed)
                .isIn(possible);
    }

    private static List<Integer> notebooks(Gateway gateway) {
        return Stream.of("n", "m")
                .map(name -> gateway.notebooks().notebook(name).orElseThrow().id())
                .toList();
    }

    private static Gateway open(GatewaySettings settings, Path root) throws Exception {
        PosixTier tier = PosixTier.open(root, PosixSettings.DEFAULTS, Clock.systemUTC());
        return Gateway.open(settings, tier, tier.uuid(), Clock.systemUTC());
    }

    private static void prepare(GatewaySettings settings, Path root) throws Exception {
        try (Gateway gateway = open(settings, root)) {
            gateway.notebooks().createUnit("lab", null, null);
            int notebook = gateway.notebooks()
                    .createNotebook("n", "lab", new ByteCount(KilledGateway.ROOM), Notebooks.NotebookKind.PLATFORM)
                    .id();
            gateway.store().createBucket(notebook, "kill", true);
            gateway.store().createBucket(notebook, "plain", false);
            gateway.store().createLockedBucket(notebook, "locked");
            int second = gateway.notebooks()
                    .createNotebook("m", "lab", new ByteCount(KilledGateway.ROOM), Notebooks.NotebookKind.PLATFORM)
                    .id();
            gateway.store().createBucket(second, "other", true);
        }
    }

    private static List<String> runAndKill(String url, Path root, long seed, long millis, List<String> policies)
            throws Exception {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                KilledGateway.class.getName(),
                url,
                root.toString(),
                Long.toString(seed)));
        command.addAll(policies);
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        List<String> lines = new ArrayList<>();
        int acknowledged = 0;
        // A process that acknowledges nothing is ended too, so that its silence is a failure and not a wait for ever.
        Thread limit = Thread.ofVirtual().start(() -> endTheSilent(process));
        try (BufferedReader out =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            String line;
            while ((line = out.readLine()) != null) {
                if (Acknowledged.of(line) != null && acknowledged++ == 0) {
                    // A random moment after the first acknowledgement is the point of this test.
                    Thread.ofVirtual().start(() -> killAfter(process, millis));
                }
                lines.add(line);
            }
        } finally {
            process.destroyForcibly();
            limit.interrupt();
        }
        process.waitFor();
        assertThat(acknowledged)
                .as("acknowledged within %s, seed %s", SILENCE, seed)
                .isPositive();
        return lines;
    }

    private static void endTheSilent(Process process) {
        try {
            Thread.sleep(SILENCE);
            new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "jstack")
                                    .toString(),
                            Long.toString(process.pid()))
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.to(
                            Path.of("target", "silent-gateway.txt").toFile()))
                    .start()
                    .waitFor();
        } catch (InterruptedException e) {
            return;
        } catch (IOException e) {
            System.err.println("no thread dump: " + e.getMessage());
        }
        process.toHandle().destroyForcibly();
    }

    private static void killAfter(Process process, long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            return;
        }
        // By its handle: the process object would close the stream from which acknowledgements are still read.
        process.toHandle().destroyForcibly();
    }

    /** Uploads that were left open are given up; the leases of the killed end by themselves, and their room comes back. */
    private static void awaitNothingLeased(Gateway gateway) {
        Bucket bucket = gateway.store().bucket("kill").orElseThrow();
        List<Upload> open;
        do {
            open = gateway.store()
                    .uploads(bucket, new byte[0], new byte[0], null, 1000)
                    .uploads();
            open.forEach(gateway.store()::abort);
        } while (!open.isEmpty());
        Await.until(() -> notebooks(gateway).stream()
                .allMatch(notebook -> gateway.quotas()
                        .quota(new Scope.OfNotebook(notebook))
                        .reserved()
                        .equals(ByteCount.ZERO)));
    }
}
