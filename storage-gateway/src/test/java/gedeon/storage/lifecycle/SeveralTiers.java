package gedeon.storage.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import gedeon.storage.Attributes;
import gedeon.storage.Await;
import gedeon.storage.Gateway;
import gedeon.storage.GatewaySettings;
import gedeon.storage.LiveFolder;
import gedeon.storage.ObjectKey;
import gedeon.storage.StoredVersion;
import gedeon.storage.TestGateway;
import gedeon.storage.encryption.MemoryKeys;
import gedeon.storage.journal.rebuild.RebuildReport;
import gedeon.storage.lifecycle.tiering.PolicyRule;
import gedeon.storage.lifecycle.tiering.StoragePolicy;
import gedeon.storage.objects.Bucket;
import gedeon.storage.objects.ObjectStore;
import gedeon.storage.objects.ObjectStore.PartNamed;
import gedeon.storage.objects.ObjectStore.Upload;
import gedeon.storage.sql.Sql;
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
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A gateway with a tier of its house and two more, in folders, and jobs that wait for nothing. Nothing of the ledger may differ afterwards. */
public abstract class SeveralTiers {
    private static final Logger LOG = LoggerFactory.getLogger(SeveralTiers.class);
    private static final TieringSettings QUICK = new TieringSettings(
            4,
            Duration.ofMinutes(2),
            Duration.ofMillis(20),
            Duration.ofMillis(50),
            Duration.ofMillis(100),
            Duration.ZERO,
            0.3,
            Duration.ofDays(1));

    protected final MemoryKeys keys = new MemoryKeys();

    @TempDir
    protected Path folder;

    protected GatewaySettings settings;
    protected Gateway gateway;
    protected Sql sql;
    protected int notebook;
    protected Bucket bucket;
    protected short house;
    protected TierRow second;
    protected TierRow third;

    @BeforeEach
    final void open() throws IOException {
        settings = adjusted(TestGateway.settings().withTiering(QUICK));
        Path root = Files.createDirectories(folder.resolve("house"));
        UUID uuid = PosixTier.create(root);
        gateway = Gateway.open(settings, house(root), uuid, keys, Clock.systemUTC());
        sql = sql(settings);
        house = gateway.tiers().all().getFirst().id();
        second = tier("second");
        third = tier("third");
        notebook = TestGateway.notebook(gateway, "n", 1L << 30).id();
        bucket = gateway.store().createBucket(notebook, "data", true);
    }

    /** What a test wants otherwise. */
    protected GatewaySettings adjusted(GatewaySettings usual) {
        return usual;
    }

    protected static PosixTier house(Path root) throws IOException {
        return PosixTier.open(root, new PosixSettings(64 << 10, 4 << 20, 0), Clock.systemUTC());
    }

    private static Sql sql(GatewaySettings settings) {
        return TestGateway.database(settings);
    }

    /** Makes the namespace again in a new database, from the tier in that folder and what its journal names; the gateway is closed before, and opened after. */
    protected RebuildReport rebuild(Path root) throws IOException {
        settings = TestGateway.settings().withTiering(QUICK);
        PosixTier tier = house(root);
        RebuildReport report = Gateway.rebuild(
                settings, tier, tier.uuid(), keys, Clock.systemUTC(), List.of(), false, text -> LOG.info("{}", text));
        gateway = Gateway.open(settings, tier, tier.uuid(), keys, Clock.systemUTC());
        sql = sql(settings);
        report = gateway.recovery().run(report);
        bucket = gateway.store().bucket("data").orElseThrow();
        return report;
    }

    /** Opens on another database with the same tiers; the gateway is closed before. */
    protected void reopen(GatewaySettings on) throws IOException {
        settings = on.withTiering(QUICK);
        PosixTier tier = house(folder.resolve("house"));
        sql = sql(settings);
        gateway = Gateway.open(settings, tier, tier.uuid(), keys, Clock.systemUTC());
        bucket = gateway.store().bucket("data").orElseThrow();
    }

    protected TierRow tier(String name) throws IOException {
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
    final void close() throws Exception {
        assertThat(gateway.quotas().verify()).isEmpty();
        gateway.close();
    }

    protected void policy(List<Short> copies, PolicyRule... rules) {
        StoragePolicy saved = gateway.tiering()
                .policies()
                .save(new StoragePolicy(0, "p", List.of(house), copies, List.of(rules), 90));
        gateway.tiering().policies().assign(notebook, saved);
        gateway.tiering().ensureJobs();
    }

    protected static PolicyRule to(short tier, String prefix) {
        return new PolicyRule(tier, null, null, null, null, null, prefix, false, Map.of());
    }

    protected StoredVersion put(String key, byte[] body) throws IOException {
        return gateway.store().put(TestGateway.aPut(bucket, key, body));
    }

    protected static byte[] random(int size) {
        byte[] bytes = new byte[size];
        new Random(size).nextBytes(bytes);
        return bytes;
    }

    protected byte[] read(StoredVersion version) throws IOException {
        try (InputStream in = gateway.store().read(version, 0, version.size().value())) {
            return in.readAllBytes();
        }
    }

    /** In which tiers all live blobs are, and nothing else is known of them. */
    protected boolean allIn(short... tiers) {
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

    protected StoredVersion multipart(String key, byte[] first, byte[] second) throws IOException {
        ObjectStore store = gateway.store();
        Upload upload = store.createUpload(bucket, ObjectKey.of(key), Attributes.NONE, null, false);
        List<PartNamed> parts = List.of(part(upload, 1, first), part(upload, 2, second));
        return store.complete(upload, parts, ObjectStore.Conditions.NONE, ObjectStore.WholeDeclared.NOTHING);
    }

    protected PartNamed part(Upload upload, int number, byte[] body) throws IOException {
        return new PartNamed(
                number,
                gateway.store()
                        .putPart(upload, number, TestGateway.aPut(bucket, "part", body))
                        .etag(),
                List.of());
    }

    /** Where it lies, or lay until a moment ago; a copy that has begun is nowhere yet. */
    protected List<Short> in(StoredVersion version) {
        return sql.list(
                row -> row.getShort(1),
                "select l.tier_id from version v join location l on l.blob_id = v.blob_id where v.seq = ? and l.state <> 'w' order by 1",
                version.version().seq());
    }

    protected static long files(Path tier) throws IOException {
        return LiveFolder.files(tier.resolve("blobs")).size();
    }

    protected StoredVersion found(String key) {
        return gateway.store().find(bucket, ObjectKey.of(key), null, false).orElseThrow();
    }

    protected Path onlyFile(String tier) throws IOException {
        return filesOf(tier).getFirst();
    }

    protected List<Path> filesOf(String tier) throws IOException {
        return LiveFolder.files(folder.resolve(tier).resolve("blobs"));
    }

    protected static void flip(Path file, long at) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            ByteBuffer one = ByteBuffer.allocate(1);
            channel.read(one, at);
            channel.write(ByteBuffer.wrap(new byte[] {(byte) ~one.get(0)}), at);
        }
    }

    /** Until two rounds over all blobs have ended. */
    protected final void awaitRounds() {
        for (int i = 0; i < 3; i++) {
            String due = due();
            Await.until(() -> !due().equals(due));
        }
    }

    private String due() {
        return sql.one(row -> row.getString(1), "select due::text from storage_job where kind = 'PLACING'")
                .orElseThrow();
    }
}
