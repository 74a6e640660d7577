package gedeon.storage.objects;

import static org.assertj.core.api.Assertions.assertThat;

import gedeon.storage.Attributes;
import gedeon.storage.Await;
import gedeon.storage.Gateway;
import gedeon.storage.GatewaySettings;
import gedeon.storage.ObjectKey;
import gedeon.storage.StoredVersion;
import gedeon.storage.TestGateway;
import gedeon.storage.namespace.Garbage;
import gedeon.storage.objects.ObjectStore.Conditions;
import gedeon.storage.objects.ObjectStore.PartNamed;
import gedeon.storage.objects.ObjectStore.Upload;
import gedeon.storage.sql.Sql;
import gedeon.storage.tier.OneTier;
import gedeon.storage.tier.Tier;
import gedeon.storage.tier.memory.MemoryTier;
import java.io.InputStream;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Content that several versions, or one of many parts, are made of. */
class SharedBlobTests {
    private static final Duration GRACE = Duration.ofHours(1);

    private final AtomicInteger opened = new AtomicInteger();
    private final Tier tier = counted(new MemoryTier());
    private Gateway gateway;
    private Sql sql;
    private Collector collector;
    private Bucket bucket;

    @BeforeEach
    void open() {
        GatewaySettings settings = TestGateway.settings();
        gateway = TestGateway.open(settings, tier);
        sql = TestGateway.database(settings);
        collector = new Collector(sql, new OneTier(tier), GRACE);
        int notebook = TestGateway.notebook(gateway, "n", 1L << 30).id();
        bucket = gateway.store().createBucket(notebook, "data", false);
    }

    @AfterEach
    void close() throws Exception {
        gateway.close();
    }

    @Test
    void graceBeginsAnewWithEachUserThatGoes() throws Exception {
        bothUsersOfOneBlob();
        gateway.store().delete(bucket, ObjectKey.of("a"), null, false);
        aDayPasses();
        gateway.store().delete(bucket, ObjectKey.of("b"), null, false);
        assertThat(collector.collect()).isZero();
        aDayPasses();
        assertThat(collector.collect()).isEqualTo(1);
        assertThat(garbage()).isZero();
    }

    @Test
    void aCollectorThatMeetsADeleteHalfWayLosesNothing() throws Exception {
        bothUsersOfOneBlob();
        gateway.store().delete(bucket, ObjectKey.of("a"), null, false);
        aDayPasses();
        CompletableFuture<Integer> collected = new CompletableFuture<>();
        sql.inTransaction(c -> {
            // What a delete of b does, up to its commit.
            Sql.update(c, "delete from current where key = ?", ObjectKey.of("b").bytes());
            var blob = Sql.list(
                            c,
                            row -> row.getObject(1, UUID.class),
                            "delete from version where key = ? returning blob_id",
                            ObjectKey.of("b").bytes())
                    .getFirst();
            Garbage.add(c, List.of(blob));
            Thread.ofVirtual().start(() -> collected.complete(collector.collect()));
            return awaitWaiting();
        });
        assertThat(collected.get(2, TimeUnit.MINUTES)).isZero();
        assertThat(garbage()).isEqualTo(1);
        aDayPasses();
        assertThat(collector.collect()).isEqualTo(1);
    }

    /** A commit that shares a blob may also replace a version that names it: it holds the blob, and then writes the garbage. */
    @Test
    void aCollectorAndACommitThatSharesItsBlobDoNotWaitInACircle() throws Exception {
        bothUsersOfOneBlob();
        gateway.store().delete(bucket, ObjectKey.of("a"), null, false);
        aDayPasses();
        CompletableFuture<Integer> collected = new CompletableFuture<>();
        sql.inTransaction(c -> {
            UUID blob = Sql.list(c, row -> row.getObject(1, UUID.class), "select id from blob for share")
                    .getFirst();
            Thread.ofVirtual().start(() -> collected.complete(collector.collect()));
            awaitWaiting();
            Garbage.add(c, List.of(blob));
            return true;
        });
        assertThat(collected.get(2, TimeUnit.MINUTES)).isZero();
        assertThat(garbage()).isEqualTo(1);
    }

    @Test
    void moreThanOneRoundIsCollectedAtOnce() {
        sql.update(
                "insert into garbage (blob_id, since) select md5(n::text)::uuid, now() - interval '1 day' from generate_series(1, 1100) n");
        collector.collect();
        assertThat(garbage()).isZero();
    }

    /** A rewrite holds the part, and then writes the garbage. */
    @Test
    void anAbortAndARewriteOfAPartDoNotWaitInACircle() throws Exception {
        Upload upload = gateway.store().createUpload(bucket, ObjectKey.of("parts"), Attributes.NONE, null, false);
        gateway.store().putPart(upload, 1, TestGateway.aPut(bucket, "parts", new byte[100]));
        CompletableFuture<Boolean> aborted = new CompletableFuture<>();
        sql.inTransaction(c -> {
            UUID blob = Sql.list(
                            c,
                            row -> row.getObject(1, UUID.class),
                            "update part set blob_id = blob_id returning blob_id")
                    .getFirst();
            Thread.ofVirtual().start(() -> {
                gateway.store().abort(upload);
                aborted.complete(true);
            });
            awaitWaiting();
            Garbage.add(c, List.of(blob));
            return true;
        });
        assertThat(aborted.get(2, TimeUnit.MINUTES)).isTrue();
        assertThat(garbage()).isEqualTo(1);
    }

    @Test
    void aReaderWhoGoesAwayEarlyOpensNoFurtherParts() throws Exception {
        Upload upload = gateway.store().createUpload(bucket, ObjectKey.of("parts"), Attributes.NONE, null, false);
        List<PartNamed> parts = new ArrayList<>();
        for (int n = 1; n <= 3; n++) {
            parts.add(new PartNamed(
                    n,
                    gateway.store()
                            .putPart(upload, n, TestGateway.aPut(bucket, "parts", new byte[5 << 20]))
                            .etag()));
        }
        StoredVersion whole =
                gateway.store().complete(upload, parts, Conditions.NONE, ObjectStore.WholeDeclared.NOTHING);
        opened.set(0);
        try (InputStream in = gateway.store().read(whole, 0, whole.size().value())) {
            assertThat(in.read()).isZero();
        }
        assertThat(opened.get()).isEqualTo(1);
        try (InputStream in = gateway.store().read(whole, 0, whole.size().value())) {
            assertThat(in.readAllBytes()).isEqualTo(new byte[15 << 20]);
        }
        assertThat(opened.get()).isEqualTo(4);
    }

    private void bothUsersOfOneBlob() throws Exception {
        StoredVersion a = gateway.store().put(TestGateway.aPut(bucket, "a", new byte[4000]));
        gateway.store().copy(a, TestGateway.aPut(bucket, "b", new byte[0]));
    }

    private void aDayPasses() {
        sql.update("update garbage set since = since - interval '1 day'");
    }

    private long garbage() {
        return sql.one(row -> row.getLong(1), "select count(*) from garbage").orElseThrow();
    }

    private boolean awaitWaiting() {
        Await.until(() -> sql.one(
                                row -> row.getLong(1),
                                "select count(*) from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'")
                        .orElseThrow()
                > 0);
        return true;
    }

    private Tier counted(Tier inner) {
        return (Tier) Proxy.newProxyInstance(
                Tier.class.getClassLoader(), new Class<?>[] {Tier.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("read")) {
                        opened.incrementAndGet();
                    }
                    try {
                        return method.invoke(inner, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }
}
