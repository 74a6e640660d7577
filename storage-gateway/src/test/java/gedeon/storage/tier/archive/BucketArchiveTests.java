package gedeon.storage.tier.archive;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gedeon.storage.BlobId;
import gedeon.storage.s3.RunningS3;
import gedeon.storage.tier.Location;
import gedeon.storage.tier.Rest;
import gedeon.storage.tier.Tier;
import gedeon.storage.tier.TierContract;
import gedeon.storage.tier.TierOffline;
import gedeon.storage.tier.Trait;
import gedeon.storage.tier.bucket.OwnBucket;
import java.io.IOException;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** An archive in a bucket while blobs gather in it, and how it is made. */
class BucketArchiveTests extends TierContract {
    private static RunningS3 far;

    private OwnBucket bucket;
    private ArchiveKind kind;
    private Map<String, String> settings;
    private UUID uuid;
    private Tier tier;

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
        settings = with("prefix", "lab/archive");
        uuid = kind.create(settings);
        tier = kind.open(settings, uuid, UUID.randomUUID());
    }

    @AfterEach
    void close() throws IOException {
        tier.close();
        bucket.close();
    }

    @Override
    protected Tier tier() {
        return tier;
    }

    private Map<String, String> with(String name, String value) {
        Map<String, String> more = new HashMap<>(bucket.settings());
        more.put(name, value);
        return more;
    }

    @Test
    void itIsMarkedAndSaysHowItIsRead() throws IOException {
        assertThat(bucket.names("lab/archive/[^/]*"))
                .containsExactly("lab/archive/README.txt", "lab/archive/gedeon-tier.json");
        assertThat(new String(bucket.bytes("lab/archive/README.txt"), UTF_8)).contains("OCFL 1.1 storage root");
        assertThat(new String(bucket.bytes("lab/archive/gedeon-tier.json"), UTF_8))
                .isEqualTo("{\"kind\":\"archive\",\"uuid\":\"" + uuid + "\"}\n");
        assertThat(bucket.names("lab/archive/ocfl/0=ocfl_1.1")).hasSize(1);
        assertThat(bucket.names()).allMatch(name -> name.startsWith("lab/archive/"));
    }

    @Test
    void itIsNotReadAtOnceAndItsRoomIsWhatWasSaid() throws IOException {
        assertThat(tier.traits()).doesNotContain(Trait.ONLINE).contains(Trait.DURABLE);
        assertThat(kind.recall(settings)).isPresent();
        assertThat(tier.free()).isEqualTo(Long.MAX_VALUE);
        Map<String, String> small = with("capacity", "1000");
        small.put("prefix", "small");
        try (Tier of = kind.open(small, kind.create(small), UUID.randomUUID())) {
            assertThat(of.capacity()).hasValue(1000);
        }
    }

    @Test
    void withoutItsMarkTheArchiveIsOfflineAndNothingIsWritten() throws IOException {
        bucket.delete("lab/archive/gedeon-tier.json");
        assertThatThrownBy(() -> kind.open(settings, uuid, UUID.randomUUID()))
                .isInstanceOf(TierOffline.class)
                .hasMessageContaining("gedeon-tier.json");
        bucket.put(
                "lab/archive/gedeon-tier.json",
                ("{\"kind\":\"archive\",\"uuid\":\"" + UUID.randomUUID() + "\"}").getBytes(UTF_8));
        assertThatThrownBy(() -> kind.open(settings, uuid, UUID.randomUUID()))
                .isInstanceOf(TierOffline.class)
                .hasMessageContaining("another tier");
    }

    @Test
    void settingsThatAreWrongAreNamedWithTheirRemedy() {
        refused(Map.of(), "needs root", "endpoint, bucket and credentials");
        refused(Map.of("floor", "0"), "needs root");
        refused(with("root", "/mnt/x"), "not in both", "leave out root or bucket, credentials, endpoint");
        refused(with("floor", "10"), "not in both", "leave out floor");
        refused(with("bukket", "x"), "no setting \"bukket\"", "bucket");
        refused(with("part-size", "1"), "part-size");
        refused(with("prefix", "x".repeat(301)), "at most 300 bytes");
        Map<String, String> without = new HashMap<>(bucket.settings());
        without.remove("bucket");
        refused(without, "needs bucket");
        refused(with("credentials", "secret"), "never hold a key");
    }

    @Test
    void aPlaceThatIsNotThereOrHoldsSomethingIsNamedWithItsRemedy() throws IOException {
        refused(with("bucket", "no-such-bucket"), "there is no bucket \"no-such-bucket\"", "make it there first");
        refused(settings, "holds something already", "/" + bucket.name() + "/lab/archive", "empty bucket");
        refused(bucket.settings(), "holds something already");
        refused(with("prefix", "lab"), "holds something already");
        // Another prefix is another place, also where the names begin alike.
        kind.create(with("prefix", "lab/archiv"));
        Map<String, String> wrong = new HashMap<>(bucket.environment());
        wrong.put("FAR_SECRET_KEY", "not-this-one");
        assertThatThrownBy(() -> new ArchiveKind(Clock.systemUTC(), wrong).create(with("prefix", "other")))
                .hasMessageNotContaining("not-this-one")
                .isInstanceOf(TierOffline.class);
        assertThatThrownBy(() -> new ArchiveKind(Clock.systemUTC(), Map.of()).create(with("prefix", "other")))
                .hasMessageContaining("FAR_ACCESS_KEY");
        assertThat(bucket.names("other/.*")).isEmpty();
    }

    private void refused(Map<String, String> wrong, String... words) {
        assertThatThrownBy(() -> kind.create(wrong))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll(words);
    }

    @Test
    void whatGathersIsFoundShelfByShelfAndCanBePutAside() throws IOException {
        Location location = write(tier, BlobId.next(Clock.systemUTC()), random(1000), 1000);
        String id = location.blob().toString();
        int shelf = Integer.parseInt(id.substring(28), 16);
        List<Rest> found = tier.shelves().orElseThrow().on(shelf);
        assertThat(found).extracting(Rest::blob).containsExactly(location.blob());
        tier.shelves().orElseThrow().setAside(found.getFirst());
        assertThat(tier.holds(location)).isFalse();
        assertThat(bucket.names(".*/lost\\+found/" + id)).hasSize(1);
    }

    @Test
    void theJournalIsKeptThere() throws IOException {
        tier.annals().orElseThrow().append("a", "1\n".getBytes(UTF_8));
        assertThat(bucket.names("lab/archive/gathering/journal/a.*")).hasSize(1);
    }
}
