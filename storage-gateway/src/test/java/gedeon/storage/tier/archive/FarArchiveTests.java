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
import gedeon.storage.tier.TierContract;
import gedeon.storage.tier.bucket.BucketSettings;
import gedeon.storage.tier.bucket.Credentials;
import gedeon.storage.tier.bucket.FaultyFront;
import gedeon.storage.tier.bucket.S3Objects;
import io.minio.MakeBucketArgs;
import io.minio.MinioClient;
import io.ocfl.api.OcflRepository;
import io.ocfl.core.OcflRepositoryBuilder;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An archive in a bucket of somebody else's store, whose address and keys the environment has: {@code .ci/real/rgw} brings one up. */
@EnabledIfEnvironmentVariable(named = "GEDEON_FAR_ENDPOINT", matches = "https?://.+")
class FarArchiveTests extends TierContract {
    private static final String REGION = System.getenv().getOrDefault("GEDEON_FAR_REGION", "us-east-1");
    private static final int LONG = 21 << 20;

    private final ArchiveKind kind = new ArchiveKind(Clock.systemUTC(), System.getenv());

    @TempDir
    Path folder;

    private FaultyFront front;
    private Map<String, String> settings;
    private UUID uuid;
    private Tier archive;
    private Batches batches;
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
        archive = opened();
        batches = archive.batches().orElseThrow();
    }

    private Tier opened() throws IOException {
        return kind.open(settings, uuid, UUID.randomUUID());
    }

    /** Every object is valid, content and all, to who knows OCFL and nothing of Gédéon. */
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
        OcflRepository repository = new OcflRepositoryBuilder()
                .storage(storage -> storage.fileSystem(copy))
                .workDir(Files.createDirectories(folder.resolve("elsewhere")))
                .build();
        try (Stream<String> ids = repository.listObjectIds()) {
            for (String id : ids.toList()) {
                assertThat(repository.validateObject(id, true).getErrors()).isEmpty();
            }
        }
        repository.close();
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

    @Override
    protected Tier tier() {
        return new SealingAtOnce(archive);
    }

    /** What lies in a batch goes with the batch. */
    @Override
    protected void deletingWhatIsAbsentDoesNothing() throws IOException {
        Location location = TierContract.write(tier(), blob(), random(2 << 20), 2 << 20);
        archive.delete(location);
        assertThat(archive.holds(location)).isTrue();
        batches.remove(location.pack());
        batches.remove(location.pack());
        assertThat(archive.holds(location)).isFalse();
        assertThatThrownBy(() -> archive.read(location, 0, 1)).isInstanceOf(NoSuchFileException.class);
    }

    /** As in a pack: a blob may be written anew beside itself, and is when its batch is. */
    @Override
    protected void aBlobIsNeverOverwritten() throws IOException {
        BlobId blob = blob();
        Location first = TierContract.write(tier(), blob, random(100), 100);
        Location second = TierContract.write(tier(), blob, random(200), 200);
        assertThat(second.pack()).isNotEqualTo(first.pack());
        assertThat(all(first)).isEqualTo(random(100));
        assertThat(all(second)).isEqualTo(random(200));
    }

    private static BlobId blob() {
        return BlobId.next(Clock.systemUTC());
    }

    private Location gathered(int size) throws IOException {
        return TierContract.write(archive, blob(), random(size), size);
    }

    private byte[] all(Location location) throws IOException {
        try (InputStream in = archive.read(location, 0, location.length())) {
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

        archive = opened();
        batches = archive.batches().orElseThrow();
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
