package gedeon.storage.tier.archive;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gedeon.storage.BlobId;
import gedeon.storage.ObjectKey;
import gedeon.storage.s3.RunningS3;
import gedeon.storage.tier.Batches;
import gedeon.storage.tier.DamagedBlock;
import gedeon.storage.tier.Location;
import gedeon.storage.tier.Packed;
import gedeon.storage.tier.Tier;
import gedeon.storage.tier.TierContract;
import gedeon.storage.tier.TierOffline;
import gedeon.storage.tier.bucket.OwnBucket;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** As {@link SealedBatchesTests}, of an archive in a bucket; and what is left of a writer that dies. */
class BucketBatchesTests extends SealedContract {
    private static final String OBJECTS = "lab/ocfl/[0-9a-f]{3}/.*";

    private static RunningS3 far;

    private OwnBucket bucket;
    private ArchiveKind kind;
    private Map<String, String> settings;
    private UUID uuid;

    @BeforeAll
    static void start() throws IOException {
        far = new RunningS3();
    }

    @AfterAll
    static void stop() throws IOException {
        far.close();
    }

    @BeforeEach
    void open() throws IOException {
        bucket = new OwnBucket(far);
        kind = new ArchiveKind(Clock.systemUTC(), bucket.environment());
        settings = new HashMap<>(bucket.settings());
        settings.put("prefix", "lab");
        uuid = kind.create(settings);
        use(opened());
    }

    private Tier opened() throws IOException {
        return kind.open(settings, uuid, UUID.randomUUID());
    }

    @AfterEach
    void close() throws IOException {
        archive.close();
        bucket.copyTo(folder.resolve("copy"), "lab/ocfl/");
        requireValid(folder.resolve("copy"));
        assertThat(bucket.uploads()).isZero();
        bucket.close();
    }

    @Override
    protected void deletingWhatIsAbsentDoesNothing() throws IOException {
        super.deletingWhatIsAbsentDoesNothing();
        assertThat(bucket.names(OBJECTS)).isEmpty();
    }

    /** The one object whose name ends so. */
    private String named(String end) {
        List<String> found = bucket.names("lab/.*" + java.util.regex.Pattern.quote(end));
        assertThat(found).as(end).hasSize(1);
        return found.getFirst();
    }

    @Test
    void contentIsAPlainObjectUnderItsOwnName() throws IOException {
        Location one = gathered(1000);
        Location two = gathered(300_000);
        List<Location> sealed = batches.seal(
                blob(),
                "{\"kind\":\"batch\"}",
                List.of(new Batches.Item(
                        "lab/data/r%C3%A9sultat (1).raw@V",
                        true, List.of(one, two), List.of("{\"kind\":\"version\"}"))),
                bytes -> {});
        byte[] whole = Arrays.copyOf(random(1000), 301_000);
        System.arraycopy(random(300_000), 0, whole, 1000, 300_000);
        assertThat(bucket.bytes(named("/v1/content/lab/data/r%C3%A9sultat (1).raw@V")))
                .isEqualTo(whole);
        assertThat(new String(bucket.bytes(named("/v1/content/gedeon.jsonl")), UTF_8).lines())
                .hasSize(4)
                .startsWith("{\"kind\":\"batch\"}", "{\"kind\":\"version\"}");
        assertThat(all(sealed.get(0))).isEqualTo(random(1000));
        assertThat(all(sealed.get(1))).isEqualTo(random(300_000));
        try (InputStream in = archive.read(sealed.get(1), 290_000, 5000)) {
            assertThat(in.readAllBytes()).isEqualTo(Arrays.copyOfRange(random(300_000), 290_000, 295_000));
        }
    }

    @Test
    void whatIsLongGoesInPartsAndNothingOfItLiesHere() throws IOException {
        Path temporary = Path.of(System.getProperty("java.io.tmpdir"));
        Location gathered = gathered(21 << 20);
        long[] most = {0};
        Location sealed = batches.seal(
                        blob(),
                        "{}",
                        List.of(new Batches.Item("long@V", true, List.of(gathered), List.of())),
                        bytes -> most[0] = Math.max(most[0], workOf(temporary)))
                .getFirst();
        assertThat(bucket.bytes(named("/long@V"))).isEqualTo(random(21 << 20));
        assertThat(all(sealed)).isEqualTo(random(21 << 20));
        assertThat(most[0]).isLessThan(100_000);
    }

    /** Bytes of what archives in buckets put together locally; what another test takes away meanwhile does not count. */
    private static long workOf(Path temporary) {
        long bytes = 0;
        try (Stream<Path> works = Files.find(
                temporary,
                20,
                (path, about) -> about.isRegularFile() && path.toString().contains("/gedeon-archive-"))) {
            for (Path file : works.toList()) {
                bytes += Files.size(file);
            }
        } catch (IOException | UncheckedIOException e) {
            return bytes;
        }
        return bytes;
    }

    @Test
    void whatIsNotBareKeepsItsStoredForm() throws IOException {
        Location gathered = gathered(1000);
        byte[] form = bucket.bytes(named(gathered.blob().toString()));
        Location sealed = SealingAtOnce.seal(batches, "encrypted/V", false, gathered);
        assertThat(bucket.bytes(named("/encrypted/V"))).isEqualTo(form);
        assertThat(all(sealed)).isEqualTo(random(1000));
    }

    @Test
    void equalContentIsStoredOnceAndEachOfItCanBeRead() throws IOException {
        Location one = gathered(5000);
        Location two = gathered(5000);
        List<Location> sealed = batches.seal(
                blob(),
                "{}",
                List.of(
                        new Batches.Item("a@1", true, List.of(one), List.of()),
                        new Batches.Item("b@2", true, List.of(two), List.of())),
                bytes -> {});
        assertThat(bucket.names(".*/[ab]@[12]")).hasSize(1);
        assertThat(all(sealed.get(0))).isEqualTo(random(5000));
        assertThat(all(sealed.get(1))).isEqualTo(random(5000));
    }

    @Test
    void theLongestPathIsAName() throws IOException {
        String path = LogicalPaths.of(
                "n".repeat(100), "data", ObjectKey.of("d/".repeat(511) + "e"), "V", batches.longestPath());
        assertThat(path.length()).isEqualTo(batches.longestPath());
        Location sealed = SealingAtOnce.seal(batches, path, true, gathered(10));
        assertThat(all(sealed)).isEqualTo(random(10));
        assertThat(named("/" + path).length()).isEqualTo(1024);
    }

    @Test
    void aFlippedByteIsNeverHandedOutAndACutObjectIsTold() throws IOException {
        byte[] payload = random(2 << 20);
        Location sealed = TierContract.write(tier(), blob(), payload, payload.length);
        String name = named(sealed.blob() + "@V");
        byte[] stored = bucket.bytes(name);
        stored[1_000_000] ^= 1;
        bucket.put(name, stored);
        assertThatThrownBy(() -> all(sealed)).isInstanceOf(DamagedBlock.class).hasMessageContaining("block 3");
        assertThat(archive.holds(sealed)).isTrue();
        bucket.put(name, new byte[1000]);
        assertThat(archive.holds(sealed)).isFalse();
        assertThatThrownBy(() -> archive.read(sealed, 500_000, 10)).isInstanceOf(DamagedBlock.class);
        bucket.delete(name);
        assertThat(archive.holds(sealed)).isFalse();
        assertThatThrownBy(() -> archive.read(sealed, 0, 10)).isInstanceOf(NoSuchFileException.class);
        batches.remove(sealed.pack());
    }

    @Test
    void damageOfWhatHasGatheredLeavesNoBatch() throws IOException {
        Location sound = gathered(2 << 20);
        Location damaged = gathered((2 << 20) + 1);
        String name = named(damaged.blob().toString());
        byte[] stored = bucket.bytes(name);
        stored[1_000_000] ^= 1;
        bucket.put(name, stored);
        assertThatThrownBy(() -> batches.seal(
                        blob(),
                        "{}",
                        List.of(
                                new Batches.Item("x@V", true, List.of(sound), List.of()),
                                new Batches.Item("y@V", true, List.of(damaged), List.of())),
                        bytes -> {}))
                .isInstanceOf(DamagedBlock.class);
        assertThat(archive.packed().orElseThrow().sealed()).isEmpty();
        assertThat(bucket.names(OBJECTS)).isEmpty();
    }

    @Test
    void aStoreThatIsAwayIsNoDamage() throws IOException {
        Location sealed = TierContract.write(tier(), blob(), random(1000), 1000);
        Location gathered = gathered(1000);
        try (Tier other = opened()) {
            bucket.front.deadAt.set(".*");
            // It has read no index of the batch yet.
            assertThatThrownBy(() -> other.read(sealed, 0, 1000)).isInstanceOf(TierOffline.class);
            assertThatThrownBy(() -> archive.read(sealed, 0, 1000)).isInstanceOf(TierOffline.class);
            assertThatThrownBy(() -> archive.holds(sealed)).isInstanceOf(TierOffline.class);
            assertThatThrownBy(() -> other.packed().orElseThrow().sealed()).isInstanceOf(TierOffline.class);
            assertThatThrownBy(() -> SealingAtOnce.seal(batches, "x@V", true, gathered))
                    .isInstanceOf(TierOffline.class);
            bucket.front.live();
            assertThat(all(other, sealed)).isEqualTo(random(1000));
        }
    }

    @Test
    void aStoreThatIsBusyForAMomentIsAskedAgain() throws IOException {
        Location gathered = gathered(9 << 20);
        bucket.front.busy.set(2);
        Location sealed = SealingAtOnce.seal(batches, "x@V", true, gathered);
        try (Tier other = opened()) {
            bucket.front.busy.set(2);
            bucket.front.cutAfter.set(3_000_000);
            assertThat(all(other, sealed)).isEqualTo(random(9 << 20));
            assertThat(bucket.front.cutAfter.get()).isZero();
        }
    }

    /** From the first byte of content to the last look at what was written. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "PUT .*/v1/content/lab/small.*",
                "POST .*/v1/content/lab/long.*uploads.*",
                "PUT .*/v1/content/lab/long.*partNumber=3.*",
                "POST .*/v1/content/lab/long.*uploadId=.*",
                "PUT .*/v1/content/gedeon.jsonl .*",
                "PUT .*/urn[^/]*/0(=|%3D)ocfl_object_1.1 .*",
                "PUT .*/v1/inventory.json .*",
                "PUT .*/v1/inventory.json.sha512 .*",
                "PUT .*/urn[^/]*/inventory.json .*",
                "PUT .*/urn[^/]*/inventory.json.sha512 .*"
            })
    void whoDiesWhileSealingLeavesNoBatchAndStandsInNobodysWay(String request) throws IOException {
        Location small = gathered(1000);
        Location large = gathered(21 << 20);
        BlobId half = blob();
        bucket.front.deadAt.set(request);
        assertThatThrownBy(() -> sealBoth(archive, half, small, large)).isInstanceOf(IOException.class);
        assertThat(bucket.front.isDead()).as("it was asked %s", request).isTrue();
        archive.close();
        bucket.front.live();

        use(opened());
        assertThat(archive.packed().orElseThrow().sealed()).isEmpty();
        List<Location> found = Collections.synchronizedList(new java.util.ArrayList<>());
        archive.holdings().orElseThrow().each(held -> found.add(held.at()));
        assertThat(found).containsExactlyInAnyOrder(small, large);
        assertThatThrownBy(() -> archive.read(new Location(small.blob(), half, small.offset(), 1000), 0, 1000))
                .isInstanceOfAny(NoSuchFileException.class, DamagedBlock.class);
        assertThat(all(small)).isEqualTo(random(1000));
        assertThat(all(large)).isEqualTo(random(21 << 20));

        BlobId next = blob();
        List<Location> sealed = sealBoth(archive, next, small, large);
        assertThat(archive.packed().orElseThrow().sealed())
                .extracting(Packed.Pack::id)
                .containsExactly(next);
        assertThat(all(sealed.get(0))).isEqualTo(random(1000));
        assertThat(all(sealed.get(1))).isEqualTo(random(21 << 20));

        batches.remove(half);
        assertThat(bucket.names(".*" + half + ".*")).isEmpty();
        assertThat(bucket.uploads()).isZero();
        assertThat(all(sealed.get(1))).isEqualTo(random(21 << 20));
    }

    private static List<Location> sealBoth(Tier in, BlobId batch, Location small, Location large) throws IOException {
        return in.batches()
                .orElseThrow()
                .seal(
                        batch,
                        "{}",
                        List.of(
                                new Batches.Item("lab/small@1", true, List.of(small), List.of()),
                                new Batches.Item("lab/long@2", true, List.of(large), List.of())),
                        bytes -> {});
    }

    /** The store says in the end that it has what it was sent, and nobody hears it. */
    @Test
    void aBatchWhoseWriterDiedAfterItWasWrittenIsWhole() throws IOException {
        Location small = gathered(1000);
        BlobId batch = blob();
        bucket.front.deadAt.set("GET .*/v1/content/gedeon.jsonl.*");
        Location sealed = batches.seal(
                        batch,
                        "{}",
                        List.of(new Batches.Item("lab/small@1", true, List.of(small), List.of())),
                        bytes -> {})
                .getFirst();
        assertThatThrownBy(() -> all(sealed)).isInstanceOf(TierOffline.class);
        bucket.front.live();
        try (Tier other = opened()) {
            assertThat(all(other, sealed)).isEqualTo(random(1000));
        }
    }

    @Test
    void aRemovalThatIsKilledIsRepeated() throws IOException {
        Location small = gathered(1000);
        Location large = gathered(2 << 20);
        BlobId batch = blob();
        sealBoth(archive, batch, small, large);
        bucket.front.deadAt.set("POST .*[?&]delete.*");
        assertThatThrownBy(() -> batches.remove(batch)).isInstanceOf(IOException.class);
        assertThat(bucket.front.isDead()).isTrue();
        bucket.front.live();
        // As if the store had done the first half of it: what it held can still be told, by which whoever knows it
        // decides.
        for (String content : bucket.names(".*/v1/content/.*/.*")) {
            bucket.delete(content);
        }
        assertThat(archive.packed().orElseThrow().in(batch)).hasSize(2);
        batches.remove(batch);
        assertThat(bucket.names(OBJECTS)).isEmpty();
        assertThatThrownBy(() -> archive.packed().orElseThrow().in(batch)).isInstanceOf(NoSuchFileException.class);
    }

    @Test
    void uploadsThatNobodyKnowsOfGoAfterAWeek() throws IOException {
        Location large = gathered(21 << 20);
        bucket.front.deadAt.set("POST .*/v1/content/.*uploadId=.*");
        assertThatThrownBy(() -> SealingAtOnce.seal(batches, "x@V", true, large))
                .isInstanceOf(IOException.class);
        bucket.front.live();
        assertThat(bucket.uploads()).isEqualTo(1);
        archive.sweep(writer -> false, Duration.ofMinutes(10));
        assertThat(bucket.uploads()).isEqualTo(1);
        Clock later = Clock.offset(Clock.systemUTC(), Duration.ofDays(8));
        try (Tier sweeping = new ArchiveKind(later, bucket.environment()).open(settings, uuid, UUID.randomUUID())) {
            sweeping.sweep(writer -> false, Duration.ofMinutes(10));
        }
        assertThat(bucket.uploads()).isZero();
    }
}
