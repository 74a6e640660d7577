package gedeon.storage.tier.s3;

import static org.assertj.core.api.Assertions.assertThat;

import gedeon.storage.Await;
import gedeon.storage.BlobId;
import gedeon.storage.Gateway;
import gedeon.storage.GatewaySettings;
import gedeon.storage.ObjectKey;
import gedeon.storage.StoredVersion;
import gedeon.storage.TestGateway;
import gedeon.storage.lifecycle.TieringSettings;
import gedeon.storage.lifecycle.tiering.PolicyRule;
import gedeon.storage.lifecycle.tiering.StoragePolicy;
import gedeon.storage.objects.Bucket;
import gedeon.storage.tier.Location;
import gedeon.storage.tier.Rest;
import gedeon.storage.tier.Tier;
import gedeon.storage.tier.TierContract;
import gedeon.storage.tier.bucket.BucketSettings;
import gedeon.storage.tier.bucket.Credentials;
import gedeon.storage.tier.bucket.S3Objects;
import gedeon.storage.tier.jdbc.TierRow;
import gedeon.storage.tier.posix.PosixSettings;
import gedeon.storage.tier.posix.PosixTier;
import io.minio.MakeBucketArgs;
import io.minio.MinioClient;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.io.TempDir;

/** The same on a store of somebody else's, whose address and keys the environment has: {@code .ci/real/rgw} brings one up. */
@EnabledIfEnvironmentVariable(named = "GEDEON_FAR_ENDPOINT", matches = "https?://.+")
class FarStoreTests extends TierContract {
    private static final String REGION = System.getenv().getOrDefault("GEDEON_FAR_REGION", "us-east-1");

    private static final TieringSettings QUICK = new TieringSettings(
            4,
            Duration.ofSeconds(5),
            Duration.ofMillis(20),
            Duration.ofMillis(50),
            Duration.ofMillis(200),
            Duration.ZERO,
            0.3,
            Duration.ofDays(1));

    private final S3Kind kind = new S3Kind(Clock.systemUTC(), System.getenv());

    @TempDir
    private Path folder;

    private Map<String, String> settings;
    private Tier tier;

    @BeforeEach
    void open() throws Exception {
        String endpoint = System.getenv("GEDEON_FAR_ENDPOINT");
        String bucket = "gedeon-" + UUID.randomUUID();
        try (MinioClient client = MinioClient.builder()
                .endpoint(endpoint)
                .region(REGION)
                .credentials(System.getenv("FAR_ACCESS_KEY"), System.getenv("FAR_SECRET_KEY"))
                .build()) {
            client.makeBucket(MakeBucketArgs.builder().bucket(bucket).build());
        }
        settings = Map.of(
                "endpoint", endpoint, "region", REGION, "bucket", bucket, "prefix", "tier", "credentials", "env:FAR");
        tier = kind.open(settings, kind.create(settings), UUID.randomUUID());
    }

    @AfterEach
    void close() throws Exception {
        tier.close();
    }

    @Override
    protected Tier tier() {
        return tier;
    }

    @Test
    void aLongBlobIsFoundOnItsShelfAndPutAside() throws Exception {
        byte[] payload = random(21 << 20);
        Location location = write(tier, BlobId.next(Clock.systemUTC()), payload, payload.length);
        try (InputStream in = tier.read(location, 5, payload.length - 5)) {
            assertThat(in.readAllBytes()).hasSize(payload.length - 5);
        }
        String id = location.blob().toString();
        List<Rest> found = tier.shelves().orElseThrow().on(Integer.parseInt(id.substring(28), 16));
        assertThat(found).extracting(Rest::blob).containsExactly(location.blob());
        tier.shelves().orElseThrow().setAside(found.getFirst());
        assertThat(tier.holds(location)).isFalse();
    }

    @Test
    void uploadsThatADeadWriterLeftAreGivenUp() throws Exception {
        byte[] payload = random(20 << 20);
        Tier.BlobWriter left = tier.begin(BlobId.next(Clock.systemUTC()), new byte[0], payload.length);
        left.write(payload, 0, payload.length);
        Clock later = Clock.offset(Clock.systemUTC(), Duration.ofHours(1));
        Tier other = new S3Kind(later, System.getenv()).open(settings, uuid(), UUID.randomUUID());
        assertThat(uploads()).isEqualTo(1);
        other.sweep(writer -> false, Duration.ofMinutes(10));
        assertThat(uploads()).isZero();
        left.close();
        other.close();
    }

    private int uploads() throws Exception {
        try (S3Objects objects =
                new S3Objects(BucketSettings.of(settings), Credentials.of("env:FAR", System.getenv()))) {
            return objects.uploads("blobs/").size();
        }
    }

    private UUID uuid() throws Exception {
        try (S3Objects objects =
                        new S3Objects(BucketSettings.of(settings), Credentials.of("env:FAR", System.getenv()));
                InputStream in = objects.get("gedeon-tier.json", 0, 1024)) {
            String mark = new String(in.readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
            return UUID.fromString(mark.replaceAll("(?s).*\"uuid\":\"([0-9a-f-]+)\".*", "$1"));
        }
    }

    @Test
    void blobsGoThereAndComeBackTheSame() throws Exception {
        Path root = java.nio.file.Files.createDirectories(folder.resolve("house"));
        UUID house = PosixTier.create(root);
        GatewaySettings quick = TestGateway.settings().withTiering(QUICK);
        try (Gateway gateway = Gateway.open(
                quick, PosixTier.open(root, PosixSettings.DEFAULTS, Clock.systemUTC()), house, Clock.systemUTC())) {
            TierRow far = gateway.tiers()
                    .add(
                            "s3",
                            "far",
                            Map.of(
                                    "endpoint",
                                    settings.get("endpoint"),
                                    "region",
                                    REGION,
                                    "bucket",
                                    settings.get("bucket"),
                                    "prefix",
                                    "other",
                                    "credentials",
                                    "env:FAR"),
                            10);
            short near = gateway.tiers().all().getFirst().id();
            int notebook = TestGateway.notebook(gateway, "n", 1L << 30).id();
            Bucket bucket = gateway.store().createBucket(notebook, "data", true);
            for (int i = 0; i < 50; i++) {
                gateway.store().put(TestGateway.aPut(bucket, "small/" + i, random(1000 + i)));
            }
            gateway.store().put(TestGateway.aPut(bucket, "large", random(30 << 20)));
            policy(
                    gateway,
                    notebook,
                    near,
                    new PolicyRule(far.id(), null, null, null, null, null, null, false, Map.of()));
            Await.until(
                    () -> gateway.tiering().living(near) == 0
                            && gateway.tiering().living(far.id()) == 51,
                    Duration.ofMinutes(2));
            readAll(gateway, bucket);
            policy(gateway, notebook, near);
            Await.until(
                    () -> gateway.tiering().living(far.id()) == 0
                            && gateway.tiering().living(near) == 51,
                    Duration.ofMinutes(2));
            readAll(gateway, bucket);
            assertThat(gateway.damages().sum().open()).isZero();
        }
    }

    private static void policy(Gateway gateway, int notebook, short near, PolicyRule... rules) {
        StoragePolicy saved = gateway.tiering()
                .policies()
                .save(new StoragePolicy(0, "p", List.of(near), List.of(), List.of(rules), 90));
        gateway.tiering().policies().assign(notebook, saved);
        gateway.tiering().ensureJobs();
    }

    private static void readAll(Gateway gateway, Bucket bucket) throws Exception {
        for (int i = 0; i < 50; i++) {
            same(gateway, bucket, "small/" + i, random(1000 + i));
        }
        same(gateway, bucket, "large", random(30 << 20));
    }

    private static void same(Gateway gateway, Bucket bucket, String key, byte[] body) throws Exception {
        StoredVersion version =
                gateway.store().find(bucket, ObjectKey.of(key), null, false).orElseThrow();
        try (InputStream in = gateway.store().read(version, 0, body.length)) {
            assertThat(in.readAllBytes()).as(key).isEqualTo(body);
        }
    }
}
