package gedeon.storage.lifecycle.tiering;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gedeon.storage.Attributes;
import gedeon.storage.Await;
import gedeon.storage.BlobId;
import gedeon.storage.Encryption;
import gedeon.storage.Gateway;
import gedeon.storage.GatewaySettings;
import gedeon.storage.ObjectKey;
import gedeon.storage.StoredVersion;
import gedeon.storage.TestGateway;
import gedeon.storage.encryption.MemoryKeys;
import gedeon.storage.lifecycle.fixity.Damage;
import gedeon.storage.objects.Bucket;
import gedeon.storage.objects.BucketSetting;
import gedeon.storage.objects.Collector;
import gedeon.storage.objects.ObjectStore;
import gedeon.storage.objects.ObjectStore.PartNamed;
import gedeon.storage.objects.ObjectStore.Upload;
import gedeon.storage.sql.Sql;
import gedeon.storage.tier.DamagedBlock;
import gedeon.storage.tier.Packed;
import gedeon.storage.tier.jdbc.TierRow;
import gedeon.storage.tier.posix.PosixSettings;
import gedeon.storage.tier.posix.PosixTier;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postgresql.ds.PGSimpleDataSource;

/** Blobs go where their notebook's policy wants them, and come back whole from wherever they are. */
class TieringTests {
    private static final TieringSettings QUICK = new TieringSettings(
            4,
            Duration.ofMinutes(2),
            Duration.ofMillis(20),
            Duration.ofMillis(50),
            Duration.ofMillis(100),
            Duration.ZERO,
            0.3,
            Duration.ofDays(1));

    private final MemoryKeys keys = new MemoryKeys();

    @TempDir
    private Path folder;

    private GatewaySettings settings;
    private Gateway gateway;
    private Sql sql;
    private int notebook;
    private Bucket bucket;
    private short house;
    private TierRow second;
    private TierRow third;

    @BeforeEach
    void open() throws IOException {
        settings = TestGateway.settings().withTiering(QUICK);
        Path root = Files.createDirectories(folder.resolve("house"));
        UUID uuid = PosixTier.create(root);
        gateway = Gateway.open(
                settings,
                PosixTier.open(root, new PosixSettings(64 << 10, 4 << 20, 0), Clock.systemUTC()),
                uuid,
                keys,
                Clock.systemUTC());
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setUrl(settings.jdbcUrl());
        source.setUser(settings.user());
        source.setPassword(settings.password());
        source.setCurrentSchema("storage");
        sql = new Sql(source);
        house = gateway.tiers().all().getFirst().id();
        second = tier("second");
        third = tier("third");
        notebook = TestGateway.notebook(gateway, "n", 1L << 30).id();
        bucket = gateway.store().createBucket(notebook, "data", true);
    }

    private TierRow tier(String name) throws IOException {
        return gateway.tiers()
                .add(
                        "posix",
                        name,
                        Map.of(
                                "root",
                                folder.resolve(name).toString(),
                                "floor",
                                "0",
                                "pack-up-to",
                                "65536",
                                "pack-size",
                                "4194304"),
                        0);
    }

    @AfterEach
    void close() throws Exception {
        assertThat(gateway.quotas().verify()).isEmpty();
        gateway.close();
    }

    private void policy(List<Short> copies, PolicyRule... rules) {
        StoragePolicy saved = gateway.tiering()
                .policies()
                .save(new StoragePolicy(0, "p", List.of(house), copies, List.of(rules), 90));
        gateway.tiering().policies().assign(notebook, saved);
        gateway.tiering().ensureJobs();
    }

    private static PolicyRule to(short tier, String prefix) {
        return new PolicyRule(tier, null, null, null, null, null, prefix, false, Map.of());
    }

    private StoredVersion put(String key, byte[] body) throws IOException {
        return gateway.store().put(TestGateway.aPut(bucket, key, body));
    }

    private static byte[] random(int size) {
        byte[] bytes = new byte[size];
        new Random(size).nextBytes(bytes);
        return bytes;
    }

    private byte[] read(StoredVersion version) throws IOException {
        try (InputStream in = gateway.store().read(version, 0, version.size().value())) {
            return in.readAllBytes();
        }
    }

    /** In which tiers all live blobs are, and nothing else is known of them. */
    private boolean allIn(short... tiers) {
        Object[] wanted = new Object[tiers.length];
        for (int i = 0; i < tiers.length; i++) {
            wanted[i] = tiers[i];
        }
        return sql.inTransaction(c -> Sql.list(
                        c,
                        row -> true,
                        "select 1 from blob b where (select array_agg(l.tier_id order by l.tier_id) from location l where l.blob_id = b.id) is distinct from ?::smallint[] "
                                + "or exists (select 1 from location l where l.blob_id = b.id and l.state <> 'l')",
                        c.createArrayOf("smallint", wanted))
                .isEmpty());
    }

    private StoredVersion multipart(String key, byte[] first, byte[] second) throws IOException {
        ObjectStore store = gateway.store();
        Upload upload = store.createUpload(bucket, ObjectKey.of(key), Attributes.NONE, null, false);
        List<PartNamed> parts = List.of(part(upload, 1, first), part(upload, 2, second));
        return store.complete(upload, parts, ObjectStore.Conditions.NONE, ObjectStore.WholeDeclared.NOTHING);
    }

    private PartNamed part(Upload upload, int number, byte[] body) throws IOException {
        return new PartNamed(
                number,
                gateway.store()
                        .putPart(upload, number, TestGateway.aPut(bucket, "part", body))
                        .etag(),
                List.of());
    }

    @Test
    void eachBlobHasItsCopiesWhereverItCameFrom() throws IOException {
        policy(List.of(second.id()));
        byte[] small = random(100);
        byte[] large = random(3 << 20);
        StoredVersion one = put("small", small);
        StoredVersion two = put("large", large);
        StoredVersion none = put("empty", new byte[0]);
        StoredVersion parts = multipart("parts", random(5 << 20), random(1000));
        gateway.store().set(bucket, BucketSetting.ENCRYPTION, Encryption.NOTEBOOK_KEY.text());
        bucket = gateway.store().bucket("data").orElseThrow();
        StoredVersion sealed = put("sealed", large);
        Await.until(() -> allIn(house, second.id()));

        gateway.tiers().setState(house, TierRow.State.OFF);
        assertThat(read(one)).isEqualTo(small);
        assertThat(read(two)).isEqualTo(large);
        assertThat(read(none)).isEmpty();
        assertThat(read(parts)).hasSize((5 << 20) + 1000);
        assertThat(read(sealed)).isEqualTo(large);
        gateway.tiers().setState(house, TierRow.State.ONLINE);
    }

    @Test
    void whatARuleMovesGoesAwayFromWhereItWas() throws IOException {
        byte[] body = random(200_000);
        StoredVersion stays = put("here/1", body);
        StoredVersion goes = put("there/1", body);
        policy(List.of(), to(third.id(), "there/"));
        Await.until(() -> in(goes).equals(List.of(third.id())) && in(stays).equals(List.of(house)));
        assertThat(read(goes)).isEqualTo(body);
        assertThat(read(stays)).isEqualTo(body);
        assertThat(files(folder.resolve("house"))).isEqualTo(1);
        assertThat(files(folder.resolve("third"))).isEqualTo(1);
        // And back again, over what is left of it there.
        policy(List.of());
        Await.until(() -> allIn(house));
        assertThat(read(goes)).isEqualTo(body);
    }

    private List<Short> in(StoredVersion version) {
        return sql.list(
                row -> row.getShort(1),
                "select l.tier_id from version v join location l on l.blob_id = v.blob_id where v.seq = ? order by 1",
                version.version().seq());
    }

    private static long files(Path tier) throws IOException {
        try (Stream<Path> all = Files.walk(tier.resolve("blobs"))) {
            return all.filter(Files::isRegularFile).count();
        }
    }

    @Test
    void aSharedBlobStaysNearForWhoNeedsItNear() throws IOException {
        StoredVersion original = put("there/1", random(200_000));
        gateway.store().copy(original, TestGateway.aPut(bucket, "here/1", new byte[0]));
        StoredVersion alone = put("there/2", random(200_001));
        policy(List.of(), to(third.id(), "there/"));
        Await.until(() -> in(alone).equals(List.of(third.id())));
        assertThat(in(original)).containsExactly(house);
    }

    @Test
    void aTierIsEmptiedWhileOthersReadAndWrite() throws IOException {
        byte[] body = random(150_000);
        StoredVersion before = put("before", body);
        StoredVersion small = put("small", random(500));
        StorageJob job = gateway.tiering().drain(gateway.tiers().all().getFirst(), "somebody");
        StoredVersion meanwhile = put("meanwhile", body);
        Await.until(() -> gateway.tiering().jobs().find(job.id()).orElseThrow().state() == StorageJob.State.FINISHED);
        Await.until(() -> allIn(second.id()));
        assertThat(read(before)).isEqualTo(body);
        assertThat(read(small)).isEqualTo(random(500));
        assertThat(read(meanwhile)).isEqualTo(body);
        assertThat(in(put("after", body))).doesNotContain(house);
    }

    @Test
    void aDestinationThatIsAwayLeavesTheJobWaitingAndRecoversByItself() throws IOException {
        StoredVersion version = put("there/1", random(200_000));
        Files.move(folder.resolve("third"), folder.resolve("away"));
        policy(List.of(), to(third.id(), "there/"));
        Await.until(() -> gateway.tiering().jobs().all().stream().anyMatch(job -> job.failed() > 0));
        assertThat(in(version)).contains(house);
        assertThat(read(version)).isEqualTo(random(200_000));
        Files.move(folder.resolve("away"), folder.resolve("third"));
        Await.until(() -> in(version).equals(List.of(third.id())));
    }

    @Test
    void aReadGoesOnFromTheOtherCopyWhereOneIsDamagedAndTheCopyIsRepaired() throws IOException {
        policy(List.of(second.id()));
        byte[] body = random(3 << 20);
        StoredVersion version = put("large", body);
        Await.until(() -> allIn(house, second.id()));
        flip(onlyFile("house"), 2_000_000);

        assertThat(read(version)).isEqualTo(body);
        Await.until(() ->
                gateway.damages().sum().open() == 0 && gateway.damages().sum().repaired() == 1);
        Damage told = gateway.damages().list(10).getFirst();
        assertThat(told.tier()).isEqualTo(house);
        assertThat(told.reason()).contains("CRC32C");
        gateway.tiers().setState(second.id(), TierRow.State.OFF);
        assertThat(read(version)).isEqualTo(body);
        gateway.tiers().setState(second.id(), TierRow.State.ONLINE);
    }

    @Test
    void damageWithoutAnotherCopyStandsAndNoBadByteIsHandedOut() throws IOException {
        StoredVersion version = put("large", random(3 << 20));
        flip(onlyFile("house"), 2_000_000);
        assertThatThrownBy(() -> read(version)).isInstanceOf(DamagedBlock.class);
        assertThat(gateway.damages().sum().lost()).isEqualTo(1);
        assertThat(in(version)).containsExactly(house);
    }

    @Test
    void oneRoundOfFixityFindsAndRepairsAllThatIsWrong() throws IOException {
        policy(List.of(second.id()));
        for (int i = 0; i < 30; i++) {
            put("large/" + i, random(100_000 + i));
            put("small/" + i, random(1000 + i));
        }
        Await.until(() -> allIn(house, second.id()));
        List<Path> files = filesOf("second");
        for (int i = 0; i < 10; i++) {
            flip(files.get(i), 500 + i);
            Files.delete(files.get(10 + i));
        }
        StorageJob round = gateway.tiering().jobs().all().stream()
                .filter(job ->
                        job.kind() == StorageJob.Kind.FIXITY && second.id() == (job.tier() == null ? 0 : job.tier()))
                .findFirst()
                .orElseThrow();
        gateway.tiering().jobs().limit(round.id(), 1L << 40);
        gateway.tiering().jobs().now(round.id());
        Await.until(() -> gateway.damages().sum().repaired() == 20);
        assertThat(gateway.damages().sum().open()).isZero();
        gateway.tiers().setState(house, TierRow.State.OFF);
        for (int i = 0; i < 30; i++) {
            assertThat(read(found("large/" + i))).isEqualTo(random(100_000 + i));
        }
        gateway.tiers().setState(house, TierRow.State.ONLINE);
    }

    @Test
    void anAuditFindsWhatNothingNamesAndWhatIsNotThere() throws Exception {
        policy(List.of(second.id()));
        StoredVersion version = put("large", random(200_000));
        put("small", random(100));
        Await.until(() -> allIn(house, second.id()));
        Path file = onlyFile("house");
        Path stranger =
                file.resolveSibling(BlobId.next(Clock.systemUTC()).toString().substring(0, 28)
                        + file.getFileName().toString().substring(28));
        Path fresh = file.resolveSibling(
                "0".repeat(28) + file.getFileName().toString().substring(28));
        Files.copy(file, stranger);
        Files.copy(file, fresh);
        Files.setLastModifiedTime(stranger, FileTime.from(Instant.now().minus(Duration.ofHours(25))));
        Files.delete(onlyFile("second"));

        TierRow[] tiers = {gateway.tiers().all().getFirst(), second};
        for (TierRow tier : tiers) {
            StorageJob audit = gateway.tiering().audit(tier, "somebody");
            Await.until(() ->
                    gateway.tiering().jobs().find(audit.id()).orElseThrow().state() == StorageJob.State.FINISHED);
        }
        assertThat(stranger).doesNotExist();
        assertThat(folder.resolve("house/lost+found").resolve(stranger.getFileName()))
                .exists();
        assertThat(fresh).exists();
        Await.until(() -> gateway.damages().sum().repaired() == 1);
        assertThat(filesOf("second")).hasSize(1);
        assertThat(read(version)).isEqualTo(random(200_000));
        assertThat(sql.list(row -> row.getShort(1), "select tier_id from lost_and_found"))
                .containsExactly(house);
    }

    @Test
    void aPackWithHolesIsWrittenAnewAndGoesAway() throws Exception {
        List<StoredVersion> kept = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            // 64 KiB each: several packs of 4 MiB.
            StoredVersion version = put("small/" + i, random(60_000 + i));
            if (i % 3 == 0) {
                kept.add(version);
            }
        }
        for (int i = 0; i < 200; i++) {
            if (i % 3 != 0) {
                gateway.store()
                        .delete(new ObjectStore.Deletion(
                                bucket,
                                ObjectKey.of("small/" + i),
                                found("small/" + i).version(),
                                false,
                                false,
                                ObjectStore.DeleteConditions.NONE));
            }
        }
        sql.update("update garbage set since = now() - interval '2 days'");
        new Collector(sql, gateway.tiers(), Duration.ofHours(24)).collect();
        Packed packs = gateway.tiers().of(house).packed().orElseThrow();
        List<Packed.Pack> sealed = packs.sealed();
        assertThat(sealed).hasSizeGreaterThan(1);
        StorageJob job = gateway.tiering().jobs().all().stream()
                .filter(one -> one.kind() == StorageJob.Kind.COMPACTION
                        && Short.valueOf(house).equals(one.tier()))
                .findFirst()
                .orElseThrow();
        gateway.tiering().jobs().now(job.id());
        Await.until(() ->
                sealed.stream().noneMatch(pack -> Files.exists(folder.resolve("house/packs/" + pack.id() + ".pack"))));
        for (StoredVersion version : kept) {
            assertThat(read(version)).isEqualTo(random((int) version.size().value()));
        }
        assertThat(gateway.damages().sum().open()).isZero();
    }

    private StoredVersion found(String key) {
        return gateway.store().find(bucket, ObjectKey.of(key), null, false).orElseThrow();
    }

    private Path onlyFile(String tier) throws IOException {
        return filesOf(tier).getFirst();
    }

    private List<Path> filesOf(String tier) throws IOException {
        try (Stream<Path> all = Files.walk(folder.resolve(tier).resolve("blobs"))) {
            return all.filter(Files::isRegularFile).sorted().toList();
        }
    }

    private static void flip(Path file, long at) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            ByteBuffer one = ByteBuffer.allocate(1);
            channel.read(one, at);
            channel.write(ByteBuffer.wrap(new byte[] {(byte) ~one.get(0)}), at);
        }
    }
}
