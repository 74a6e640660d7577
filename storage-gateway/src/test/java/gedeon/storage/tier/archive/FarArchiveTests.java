package gedeon.storage.tier.archive;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gedeon.storage.BlobId;
import gedeon.storage.ObjectKey;
import gedeon.storage.tier.Batches;
import gedeon.storage.tier.Location;
import gedeon.storage.tier.Packed;
import gedeon.storage.tier.Tier;
import gedeon.storage.tier.bucket.BucketSettings;
import gedeon.storage.tier.bucket.Credentials;
import gedeon.storage.tier.bucket.FaultyFront;
import gedeon.storage.tier.bucket.S3Objects;
import io.minio.MakeBucketArgs;
import io.minio.MinioClient;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An archive in a bucket of somebody else's store, whose address and keys the environment has: {@code .ci/real/rgw} brings one up. */
@EnabledIfEnvironmentVariable(named = "GEDEON_FAR_ENDPOINT", matches = "https?://.+")
class FarArchiveTests extends SealedContract {
    private static final String REGION = System.getenv().getOrDefault("GEDEON_FAR_REGION", "us-east-1");
    private static final int LONG = 21 << 20;

    private final ArchiveKind kind = new ArchiveKind(Clock.systemUTC(), System.getenv());

    private FaultyFront front;
    private Map<String, String> settings;
    private UUID uuid;
    private S3Objects behind;

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
        front = new FaultyFront(URI.create(endpoint));
        settings = new HashMap<>(Map.of(
                "endpoint",
                front.address(),
                "region",
                REGION,
                "bucket",
                bucket,
                "prefix",
                "lab/archive",
                "credentials",
                "env:FAR"));
        Map<String, String> direct = new HashMap<>(settings);
        direct.put("endpoint", endpoint);
        behind = new S3Objects(BucketSettings.of(direct), Credentials.of("env:FAR", System.getenv()));
        uuid = kind.create(settings);
        use(opened());
    }

    private Tier opened() throws IOException {
        return kind.open(settings, uuid, UUID.randomUUID());
    }

    @AfterEach
    void close() throws IOException {
        archive.close();
        front.close();
        Path copy = folder.resolve("copy");
        for (S3Objects.There one : behind.list("ocfl/")) {
            Path file = copy.resolve(one.name().substring("ocfl/".length()));
            Files.createDirectories(file.getParent());
            Files.write(file, bytes(one.name()));
        }
        requireValid(copy);
        behind.close();
    }

    private byte[] bytes(String name) throws IOException {
        long size = behind.sizeOf(name);
        if (size == 0) {
            return new byte[0];
        }
        try (InputStream in = behind.get(name, 0, size)) {
            return in.readAllBytes();
        }
    }

    @Test
    void keysOfAnyKindAndLengthHaveNames() throws IOException {
        for (String key : List.of("été 1/a+b (c)=d,e.csv", "a//b/../c", "%41", "~", "é".repeat(512))) {
            String path = LogicalPaths.of("équipe 3", "data", ObjectKey.of(key), "V", batches.longestPath());
            assertThat(all(SealingAtOnce.seal(batches, path, true, gathered(100))))
                    .as(key)
                    .isEqualTo(random(100));
        }
        assertThat(archive.packed().orElseThrow().sealed()).hasSize(5);
    }

    @Test
    void anArchiveIsNotMadeWhereSomethingIs() {
        assertThatThrownBy(() -> kind.create(settings)).hasMessageContaining("holds something already");
        Map<String, String> wrong = new HashMap<>(settings);
        wrong.put("bucket", "gedeon-" + UUID.randomUUID());
        assertThatThrownBy(() -> kind.create(wrong)).hasMessageContaining("there is no bucket");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "PUT .*/v1/content/lab/long.*partNumber=3.*",
                "POST .*/v1/content/lab/long.*uploadId=.*",
                "PUT .*/v1/inventory.json .*",
                "PUT .*/urn[^/]*/inventory.json.sha512 .*"
            })
    void whoDiesWhileSealingLeavesNoBatchAndStandsInNobodysWay(String request) throws IOException {
        Location small = gathered(1000);
        Location large = gathered(LONG);
        BlobId half = blob();
        front.deadAt.set(request);
        assertThatThrownBy(() -> sealBoth(half, small, large)).isInstanceOf(IOException.class);
        assertThat(front.isDead()).isTrue();
        archive.close();
        front.live();

        use(opened());
        assertThat(archive.packed().orElseThrow().sealed()).isEmpty();
        BlobId next = blob();
        List<Location> sealed = sealBoth(next, small, large);
        assertThat(archive.packed().orElseThrow().sealed())
                .extracting(Packed.Pack::id)
                .containsExactly(next);
        assertThat(all(sealed.get(0))).isEqualTo(random(1000));
        assertThat(all(sealed.get(1))).isEqualTo(random(LONG));
        batches.cleared(List.of(small.blob(), large.blob()));
        batches.remove(half);
        assertThat(behind.list("ocfl/")).noneMatch(one -> one.name().contains(half.toString()));
        assertThat(behind.uploads("ocfl/")).isEmpty();
        assertThat(behind.list("gathering/blobs/")).isEmpty();
    }

    private List<Location> sealBoth(BlobId batch, Location small, Location large) throws IOException {
        return batches.seal(
                batch,
                "{}",
                List.of(
                        new Batches.Item("lab/small@1", true, List.of(small), List.of()),
                        new Batches.Item("lab/long@2", true, List.of(large), List.of())),
                bytes -> {});
    }

    @Test
    void contentLiesUnderItsName() throws IOException {
        SealingAtOnce.seal(batches, "lab/data/run 1/a.raw@V", true, gathered(5000));
        List<S3Objects.There> there = behind.list("ocfl/").stream()
                .filter(one -> one.name().endsWith("/v1/content/lab/data/run 1/a.raw@V"))
                .toList();
        assertThat(there).hasSize(1);
        assertThat(bytes(there.getFirst().name())).isEqualTo(random(5000));
        assertThat(new String(bytes("README.txt"), UTF_8)).contains("OCFL");
    }
}
