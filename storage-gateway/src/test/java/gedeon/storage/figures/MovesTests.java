package gedeon.storage.figures;

import static org.assertj.core.api.Assertions.assertThat;

import gedeon.storage.Attributes;
import gedeon.storage.Await;
import gedeon.storage.Gateway;
import gedeon.storage.ObjectKey;
import gedeon.storage.StoredVersion;
import gedeon.storage.TestGateway;
import gedeon.storage.lifecycle.Audits;
import gedeon.storage.lifecycle.tiering.PolicyRule;
import gedeon.storage.lifecycle.tiering.StoragePolicy;
import gedeon.storage.objects.Bucket;
import gedeon.storage.objects.ObjectStore.Conditions;
import gedeon.storage.objects.ObjectStore.Put;
import gedeon.storage.sql.Sql;
import gedeon.storage.tier.Tier;
import gedeon.storage.tier.jdbc.TierRow;
import gedeon.storage.tier.posix.PosixSettings;
import gedeon.storage.tier.posix.PosixTier;
import gedeon.storage.tier.s3.S3Kind;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Object;

/**
 * Everything from a folder to an S3 store, from there into an archive, and back, while gateways and the store are killed and somebody reads all the time.
 * {@code -Dgedeon.figures=true} runs it against another gateway's S3 port, {@code .ci/real/rgw} against a Ceph RGW. Sizes: {@code -Dgedeon.moves.small=},
 * {@code .large=}, {@code .bytes=} (of a large one), {@code .kills=} of each side.
 */
@EnabledIf("isAsked")
class MovesTests {
    private static final Duration LONGEST = Duration.ofMinutes(Integer.getInteger("gedeon.moves.minutes", 10));
    private static final int KILLS = Integer.getInteger("gedeon.moves.kills", 5);
    private static final int PROCESSES = 2;

    /** Of what has to be moved, when the last kill of a leg comes. */
    private static final double LATEST = 0.9;

    private final long seed = Long.getLong("gedeon.seed", System.nanoTime());
    private final Random random = new Random(seed);
    private final Seeded objects = new Seeded(
            seed,
            Integer.getInteger("gedeon.moves.small", 300),
            Integer.getInteger("gedeon.moves.large", 3),
            Long.getLong("gedeon.moves.bytes", 24L << 20));

    @TempDir
    Path folder;

    private final List<MovingGateway> gateways = new ArrayList<>();
    private FarSide far;
    private S3Client client;
    private String farBucket;
    private Path root;
    private String url;
    private Gateway watching;
    private Sql sql;
    private Bucket bucket;
    private TierRow house;
    private TierRow second;
    private TierRow archive;
    private int killedGateways;
    private int killedFar;
    private int amidMoves;

    static boolean isAsked() {
        return Boolean.getBoolean("gedeon.figures") || System.getenv("GEDEON_FAR_ENDPOINT") != null;
    }

    @BeforeEach
    void open() throws Exception {
        Files.createDirectories(MovingGateway.LOG.getParent());
        Files.deleteIfExists(MovingGateway.LOG);
        far = FarSide.open(folder);
        client = S3Client.builder()
                .endpointOverride(URI.create(far.endpoint()))
                .region(Region.of(far.region()))
                .forcePathStyle(true)
                .credentialsProvider(
                        StaticCredentialsProvider.create(AwsBasicCredentials.create(far.accessKey(), far.secretKey())))
                .build();
        farBucket = "gedeon-" + UUID.randomUUID();
        client.createBucket(b -> b.bucket(farBucket));
        url = TestGateway.settings().jdbcUrl();
        root = Files.createDirectories(folder.resolve("house"));
        PosixTier.create(root);
        watching = gateway(true);
        sql = TestGateway.database(MovingGateway.settings(url));
        int notebook = TestGateway.notebook(watching, "n", 1L << 50).id();
        bucket = watching.store().createBucket(notebook, "data", true);
        tiers();
    }

    @AfterEach
    void close() throws Exception {
        gateways.forEach(MovingGateway::kill);
        watching.close();
        client.close();
        far.close();
    }

    private Gateway gateway(boolean onlyWatching) throws IOException {
        PosixTier tier = PosixTier.open(root, PosixSettings.DEFAULTS, Clock.systemUTC());
        return Gateway.open(
                onlyWatching ? MovingGateway.watching(url) : MovingGateway.settings(url),
                tier,
                tier.uuid(),
                Clock.systemUTC());
    }

    private void tiers() throws IOException {
        house = watching.tiers().all().getFirst();
        Path keys = folder.resolve("far.keys");
        Files.writeString(keys, far.accessKey() + "\n" + far.secretKey() + "\n");
        second = watching.tiers()
                .add(
                        "s3",
                        "far",
                        Map.of(
                                "endpoint",
                                far.endpoint(),
                                "region",
                                far.region(),
                                "bucket",
                                farBucket,
                                "prefix",
                                "tier",
                                "credentials",
                                "file:" + keys),
                        10);
        // Sealed at once, in some fifty batches, so that kills meet the sealing as well.
        archive = watching.tiers()
                .add(
                        "archive",
                        "archive",
                        Map.of(
                                "root",
                                folder.resolve("archive").toString(),
                                "seal-after",
                                "PT0S",
                                "batch-versions",
                                String.valueOf(Math.max(20, objects.count() / 50))),
                        20);
    }

    private void policy(String name, PolicyRule... rules) {
        StoragePolicy saved = watching.tiering()
                .policies()
                .save(new StoragePolicy(0, name, List.of(house.id()), List.of(), List.of(rules), 90));
        watching.tiering().policies().assign(bucket.notebook(), saved);
        watching.tiering().ensureJobs();
    }

    private static PolicyRule all(TierRow to) {
        return new PolicyRule(to.id(), null, null, null, null, null, null, false, Map.of());
    }

    /** When somebody is killed: of which leg, once that share of all objects was moved. */
    private record Kill(int leg, double share, boolean ofFarSide) {}

    private List<Kill> kills() {
        List<Kill> kills = new ArrayList<>();
        for (int i = 0; i < KILLS; i++) {
            kills.add(new Kill(i % 3, share(), false));
            if (far.mayBeKilled()) {
                // Nothing of the way back leads there.
                kills.add(new Kill(i % 2, share(), true));
            }
        }
        kills.sort(Comparator.comparingDouble(Kill::share));
        return kills;
    }

    /** Every other time while a large one is likely to be on its way: blobs go in the order in which they came. */
    private double share() {
        if (objects.large() == 0 || random.nextBoolean()) {
            return LATEST * random.nextDouble();
        }
        double before = objects.ofLarge(random.nextInt(objects.large())) - random.nextInt(12);
        return Math.clamp(before / objects.count(), 0, LATEST);
    }

    @Test
    @Timeout(value = 10, unit = TimeUnit.HOURS)
    void everythingGoesThereAndBackWhileBothSidesAreKilled() throws Exception {
        store();
        List<Kill> kills = kills();
        for (int i = 0; i < PROCESSES; i++) {
            gateways.add(MovingGateway.start(url, root));
        }
        Await.until(() -> gateways.stream().allMatch(MovingGateway::ready), Duration.ofMinutes(1));
        List<String> seconds = new ArrayList<>();
        String reads;
        try (ReadingMeanwhile reading = new ReadingMeanwhile(watching, bucket, objects, sql, archive.id())) {
            policy("far", all(second));
            seconds.add(leg(0, second, kills, reading));
            reading.archivingBegins();
            policy("deep", all(archive));
            seconds.add(leg(1, archive, kills, reading));
            policy("near");
            seconds.add(leg(2, house, kills, reading));
            await(this::nothingElsewhere, reading, "nothing is left elsewhere");
            reading.close();
            requireNothingWrong(reading);
            assertThat(reading.right).as("reads that brought bytes").hasPositiveValue();
            reads = reading.reads() + " reads (" + reading.archived + " told that it is in the archive, "
                    + reading.offline + " that the far side is away), wrong 0";
        }
        for (MovingGateway one : gateways) {
            one.close();
        }
        gateways.clear();
        assertThat(killedGateways).isEqualTo(KILLS);
        assertThat(killedFar).isEqualTo(far.mayBeKilled() ? KILLS : 0);
        check();
        System.out.println("moves: " + objects.count() + " objects (" + objects.large() + " large), " + objects.bytes()
                + " bytes; to the far side " + seconds.get(0) + " s, into the archive " + seconds.get(1) + " s, back "
                + seconds.get(2) + " s; " + reads + "; kills of gateways " + killedGateways + ", of the far side "
                + killedFar + " (" + amidMoves + " amid moves); drift 0, orphans 0, damage 0; seed=" + seed);
    }

    private void store() throws Exception {
        try (ExecutorService threads = Executors.newFixedThreadPool(16)) {
            List<Future<StoredVersion>> stored = new ArrayList<>();
            for (int i = 0; i < objects.count(); i++) {
                int object = i;
                stored.add(threads.submit(() -> watching.store()
                        .put(new Put(
                                bucket,
                                ObjectKey.of(objects.key(object)),
                                objects.open(object),
                                objects.size(object),
                                Attributes.NONE,
                                Set.of(),
                                List::of,
                                Conditions.NONE))));
            }
            for (Future<StoredVersion> one : stored) {
                one.get();
            }
        }
    }

    /** Until all lie in that tier and nowhere else. Returns how many seconds that took. */
    private String leg(int number, TierRow to, List<Kill> kills, ReadingMeanwhile reading) throws Exception {
        long begun = System.nanoTime();
        for (Kill kill : kills.stream().filter(one -> one.leg() == number).toList()) {
            long from = (long) (kill.share() * objects.count());
            await(() -> moved(to) >= from, reading, from + " objects in " + to.name());
            if (kill.ofFarSide()) {
                killFarSide(to, reading);
            } else {
                killAGateway(to);
            }
        }
        await(() -> isAllIn(to), reading, "all in " + to.name());
        return String.format("%.1f", (System.nanoTime() - begun) / 1e9);
    }

    private long moved(TierRow to) {
        return watching.tiering().living(to.id());
    }

    /** In an archive sealed, too. */
    private boolean isAllIn(TierRow to) {
        return moved(to) == objects.count()
                && sql.list(
                                row -> true,
                                "select 1 from location where state = 'l' and (tier_id <> ? or tier_id = ? and pack_id is null) limit 1",
                                to.id(),
                                archive.id())
                        .isEmpty();
    }

    private boolean nothingElsewhere() {
        return sql.list(row -> true, "select 1 from location where state <> 'l' or tier_id <> ? limit 1", house.id())
                .isEmpty();
    }

    /** Asks less often where each question counts many rows. */
    private void await(BooleanSupplier condition, ReadingMeanwhile reading, String what) throws InterruptedException {
        long end = System.nanoTime() + LONGEST.toNanos();
        while (!condition.getAsBoolean()) {
            requireNothingWrong(reading);
            gateways.forEach(MovingGateway::ready);
            assertThat(System.nanoTime())
                    .as(() -> "not reached: " + what + ", seed " + seed + ": "
                            + watching.tiering().jobs().all()
                            + sql.list(
                                    row -> row.getString(1),
                                    "select l::text from location l where state <> 'l' limit 5"))
                    .isLessThan(end);
            Thread.sleep(20 + objects.count() / 400);
        }
    }

    private void requireNothingWrong(ReadingMeanwhile reading) {
        assertThat(reading.wrong).as("wrong reads, seed %s", seed).isEmpty();
    }

    private void killAGateway(TierRow to) throws IOException {
        Await.until(() -> gateways.stream().anyMatch(MovingGateway::ready), Duration.ofMinutes(1));
        List<MovingGateway> ready =
                gateways.stream().filter(MovingGateway::ready).toList();
        MovingGateway one = ready.get(random.nextInt(ready.size()));
        one.kill();
        amidMoves += isAllIn(to) ? 0 : 1;
        gateways.set(gateways.indexOf(one), MovingGateway.start(url, root));
        killedGateways++;
    }

    private void killFarSide(TierRow to, ReadingMeanwhile reading) throws Exception {
        reading.farSideGoes();
        far.kill();
        amidMoves += isAllIn(to) ? 0 : 1;
        // Long enough that those who work with it meet its absence.
        Thread.sleep(random.nextInt(2000));
        far.start();
        reading.farSideIsBack();
        killedFar++;
    }

    /** By a gateway that works again: each byte, the ledger, both ways between rows and shelves, and what the far side holds. */
    private void check() throws Exception {
        watching.close();
        watching = gateway(false);
        for (int i = 0; i < objects.count(); i++) {
            StoredVersion version = watching.store()
                    .find(bucket, ObjectKey.of(objects.key(i)), null, false)
                    .orElseThrow();
            assertThat(version.storageClass()).as(objects.key(i)).isEqualTo(StoredVersion.STANDARD);
            try (InputStream in = watching.store().read(version, 0, objects.size(i))) {
                assertThat(objects.difference(i, in, 0, objects.size(i)))
                        .as("seed %s", seed)
                        .isEmpty();
            }
        }
        assertThat(watching.quotas().verify()).as("ledger drift, seed %s", seed).isEmpty();
        // So that the audit looks at all that lies there, and not only at what is a day old.
        Audits.age(root);
        Audits.age(folder.resolve("archive/gathering"));
        Audits.run(watching, LONGEST);
        assertThat(sql.list(row -> row.getString(1), "select l::text from lost_and_found l"))
                .as("orphans, seed %s", seed)
                .isEmpty();
        assertThat(watching.damages().sum().open())
                .as("damage, seed %s: %s", seed, watching.damages().list(5))
                .isZero();
        requireFarSideEmpty();
    }

    /** What is younger than a day is passed over by an audit, and a bucket's objects do not age: looked at here. */
    private void requireFarSideEmpty() throws IOException {
        Clock later = Clock.offset(Clock.systemUTC(), Duration.ofDays(2));
        try (Tier tier = new S3Kind(later, Map.of()).open(second.settings(), second.uuid(), UUID.randomUUID())) {
            tier.sweep(writer -> false, Duration.ofMinutes(10));
        }
        for (String prefix : List.of("blobs/", "staging/", "lost+found/")) {
            assertThat(client.listObjectsV2(b -> b.bucket(farBucket).prefix("tier/" + prefix))
                            .contents())
                    .extracting(S3Object::key)
                    .as("left on the far side, seed %s", seed)
                    .isEmpty();
        }
        assertThat(client.listMultipartUploads(b -> b.bucket(farBucket)).uploads())
                .as("uploads left open on the far side, seed %s", seed)
                .isEmpty();
    }
}
