package gedeon.storage.tier.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gedeon.kernel.Digest;
import gedeon.kernel.DigestAlgorithm;
import gedeon.storage.Await;
import gedeon.storage.BlobId;
import gedeon.storage.memory.WorkingMemory;
import gedeon.storage.s3.RunningS3;
import gedeon.storage.tier.DamagedBlock;
import gedeon.storage.tier.Location;
import gedeon.storage.tier.Rest;
import gedeon.storage.tier.Tier;
import gedeon.storage.tier.TierContract;
import gedeon.storage.tier.TierOffline;
import gedeon.storage.tier.bucket.FaultyFront;
import java.io.IOException;
import java.io.InputStream;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The S3 tier on a real S3 port, whole and with faults in between. */
class S3TierTests extends TierContract {
    private static final UUID WRITER = UUID.randomUUID();

    private static RunningS3 far;

    private FaultyFront front;
    private String prefix;
    private S3Kind kind;
    private Map<String, String> settings;
    private UUID uuid;
    private Tier tier;

    @BeforeAll
    static void start() throws Exception {
        far = new RunningS3();
        far.gateway.store().createBucket(far.notebook, "blobs", false);
    }

    @AfterAll
    static void stop() throws Exception {
        far.close();
    }

    @BeforeEach
    void open() throws Exception {
        front = new FaultyFront(far.address());
        prefix = "a/" + UUID.randomUUID();
        kind = new S3Kind(
                Clock.systemUTC(),
                Map.of("FAR_ACCESS_KEY", far.owner.accessKey(), "FAR_SECRET_KEY", far.owner.secretKey()));
        settings = Map.of("endpoint", front.address(), "bucket", "blobs", "prefix", prefix, "credentials", "env:FAR");
        uuid = kind.create(settings);
        tier = kind.open(settings, uuid, WRITER);
    }

    @AfterEach
    void close() throws Exception {
        tier.close();
        front.close();
    }

    @Override
    protected Tier tier() {
        return tier;
    }

    private static byte[] all(InputStream in) throws IOException {
        try (in) {
            return in.readAllBytes();
        }
    }

    private Location written(byte[] payload) throws IOException {
        return write(tier, BlobId.next(Clock.systemUTC()), payload, payload.length);
    }

    private long uploads() {
        return far.gateway
                .store()
                .uploads(far.gateway.store().bucket("blobs").orElseThrow(), new byte[0], new byte[0], null, 100)
                .uploads()
                .size();
    }

    @Test
    void aLongBlobGoesInPartsAndNothingIsLeftOpen() throws IOException {
        byte[] payload = random(21 << 20);
        Location location = written(payload);
        assertThat(all(tier.read(location, 0, payload.length))).isEqualTo(payload);
        assertThat(tier.holds(location)).isTrue();
        Location unknown = write(tier, BlobId.next(Clock.systemUTC()), payload, -1);
        assertThat(all(tier.read(unknown, 0, payload.length))).isEqualTo(payload);
        try (Tier.BlobWriter given = tier.begin(BlobId.next(Clock.systemUTC()), new byte[0], 21 << 20)) {
            given.write(payload, 0, payload.length);
        }
        assertThat(uploads()).isZero();
        assertThat(names(prefix + "/staging/")).isEmpty();
    }

    private List<String> names(String prefix) {
        return far.gateway.objects().list("blobs", null, 1000).stream()
                .map(one -> one.key().toString())
                .filter(name -> name.startsWith(prefix))
                .toList();
    }

    @Test
    void aStoreThatIsBusyForAMomentIsAskedAgain() throws IOException {
        byte[] payload = random(100_000);
        front.busy.set(2);
        Location location = written(payload);
        front.busy.set(2);
        assertThat(all(tier.read(location, 0, payload.length))).isEqualTo(payload);
    }

    @Test
    void aReadThatBreaksGoesOnWhereItStopped() throws IOException {
        byte[] payload = random(6 << 20);
        Location location = written(payload);
        front.cutAfter.set(3_000_000);
        assertThat(all(tier.read(location, 0, payload.length))).isEqualTo(payload);
        assertThat(front.cutAfter.get()).isZero();
    }

    @Test
    void aByteThatChangesOnItsWayIsNeverHandedOut() throws IOException {
        byte[] payload = random(6 << 20);
        Location location = written(payload);
        front.flipAt.set(3_000_000);
        assertThatThrownBy(() -> all(tier.read(location, 0, payload.length))).isInstanceOf(DamagedBlock.class);
        assertThat(all(tier.read(location, 0, payload.length))).isEqualTo(payload);
    }

    @Test
    void aStoreThatIsAwayIsATierThatIsOffline() throws IOException {
        byte[] payload = random(1000);
        Location location = written(payload);
        front.close();
        assertThatThrownBy(() -> tier.read(location, 0, 1000)).isInstanceOf(TierOffline.class);
        assertThatThrownBy(() -> written(payload)).isInstanceOf(TierOffline.class);
        assertThatThrownBy(() -> kind.open(settings, uuid, WRITER)).isInstanceOf(TierOffline.class);
    }

    @Test
    void anotherTierAndAWrongKeyAreRefusedWithoutASecret() {
        assertThatThrownBy(() -> kind.open(settings, UUID.randomUUID(), WRITER))
                .isInstanceOf(TierOffline.class)
                .hasMessageContaining("another tier");
        assertThatThrownBy(() -> kind.create(settings)).isInstanceOf(IllegalArgumentException.class);
        S3Kind wrong = new S3Kind(
                Clock.systemUTC(), Map.of("FAR_ACCESS_KEY", far.owner.accessKey(), "FAR_SECRET_KEY", "not-this-one"));
        assertThatThrownBy(() -> wrong.open(settings, uuid, WRITER))
                .isInstanceOf(TierOffline.class)
                .hasMessageContaining("SignatureDoesNotMatch")
                .hasMessageNotContaining("not-this-one");
        S3Kind none = new S3Kind(Clock.systemUTC(), Map.of());
        assertThatThrownBy(() -> none.open(settings, uuid, WRITER)).hasMessageContaining("FAR_ACCESS_KEY");
    }

    @Test
    void aBucketThatKeepsVersionsIsNoTier() {
        far.gateway.store().createBucket(far.notebook, "versioned", true);
        Map<String, String> versioned = new HashMap<>(settings);
        versioned.put("bucket", "versioned");
        assertThatThrownBy(() -> kind.create(versioned))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("keeps versions");
    }

    @Test
    void uploadsOfADeadWriterAreGivenUpAndThoseOfTheLivingAreNot() throws Exception {
        byte[] payload = random(20 << 20);
        Tier dead = kind.open(settings, uuid, UUID.randomUUID());
        // Neither is closed: as a kill leaves them.
        dead.begin(BlobId.next(Clock.systemUTC()), new byte[0], payload.length).write(payload, 0, payload.length);
        Tier.BlobWriter living = tier.begin(BlobId.next(Clock.systemUTC()), new byte[0], payload.length);
        living.write(payload, 0, payload.length);
        assertThat(uploads()).isEqualTo(2);
        Clock later = Clock.fixed(Instant.now().plus(Duration.ofHours(1)), ZoneOffset.UTC);
        Tier sweeping = new S3Kind(
                        later, Map.of("FAR_ACCESS_KEY", far.owner.accessKey(), "FAR_SECRET_KEY", far.owner.secretKey()))
                .open(settings, uuid, WRITER);
        sweeping.sweep(writer -> false, Duration.ofMinutes(10));
        assertThat(uploads()).isEqualTo(1);
        living.close();
        assertThat(uploads()).isZero();
        sweeping.close();
        dead.close();
    }

    @Test
    void whatLiesThereIsFoundShelfByShelfAndCanBePutAside() throws IOException {
        Location location = written(random(1000));
        String id = location.blob().toString();
        int shelf = Integer.parseInt(id.substring(28), 16);
        List<Rest> found = tier.shelves().orElseThrow().on(shelf);
        assertThat(found).extracting(Rest::blob).containsExactly(location.blob());
        tier.shelves().orElseThrow().setAside(found.getFirst());
        assertThat(tier.holds(location)).isFalse();
        assertThat(names(prefix + "/lost+found/")).containsExactly(prefix + "/lost+found/" + id);
    }

    @Test
    void manyWriteAtOnceInBoundedRoom() throws Exception {
        long free = WorkingMemory.PARTS.free();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Location>> written = new ArrayList<>();
            for (int i = 0; i < 32; i++) {
                byte[] payload = random(i % 8 == 0 ? 10 << 20 : 10_000 + i);
                written.add(threads.submit(() -> written(payload)));
            }
            for (Future<Location> one : written) {
                Location location = one.get();
                assertThat(all(tier.read(location, 0, location.length()))).isEqualTo(random((int) location.length()));
            }
        }
        Await.until(() -> WorkingMemory.PARTS.free() == free);
    }

    @Test
    void anAttemptWhoseAnswerWasLostIsOurOwn() throws IOException {
        byte[] payload = random(100_000);
        BlobId blob = BlobId.next(Clock.systemUTC());
        try (Tier.BlobWriter writer = tier.begin(blob, new byte[0], payload.length)) {
            writer.write(payload, 0, payload.length);
            front.unanswered.set("PUT");
            Digest sha = digest(DigestAlgorithm.SHA256, "SHA-256", payload);
            Location location = writer.publish(sha, sha, digest(DigestAlgorithm.MD5, "MD5", payload));
            assertThat(all(tier.read(location, 0, payload.length))).isEqualTo(payload);
        }
        assertThat(front.unanswered.get()).isEmpty();
    }
}
