package gedeon.storage.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gedeon.storage.Attributes;
import gedeon.storage.Await;
import gedeon.storage.BlobId;
import gedeon.storage.Encryption;
import gedeon.storage.Gateway;
import gedeon.storage.GatewaySettings;
import gedeon.storage.ObjectKey;
import gedeon.storage.ObjectLock;
import gedeon.storage.StoredVersion;
import gedeon.storage.TestGateway;
import gedeon.storage.encryption.BlobKey;
import gedeon.storage.encryption.KeyName;
import gedeon.storage.encryption.KeyRef;
import gedeon.storage.encryption.MemoryKeys;
import gedeon.storage.encryption.Sealing;
import gedeon.storage.namespace.Announcements;
import gedeon.storage.namespace.Arrival;
import gedeon.storage.namespace.Garbage;
import gedeon.storage.namespace.Locks;
import gedeon.storage.namespace.Namespace;
import gedeon.storage.namespace.NewVersion;
import gedeon.storage.objects.Bucket;
import gedeon.storage.objects.BucketSetting;
import gedeon.storage.objects.Collector;
import gedeon.storage.objects.ObjectStore;
import gedeon.storage.objects.ObjectStore.Conditions;
import gedeon.storage.objects.ObjectStore.PartNamed;
import gedeon.storage.objects.ObjectStore.Upload;
import gedeon.storage.objects.Refusal;
import gedeon.storage.objects.Rewriting;
import gedeon.storage.quota.jdbc.JdbcQuotaLedger;
import gedeon.storage.quota.jdbc.LeaseSettings;
import gedeon.storage.sql.Sql;
import gedeon.storage.tier.Location;
import gedeon.storage.tier.OneTier;
import gedeon.storage.tier.Place;
import gedeon.storage.tier.memory.MemoryTier;
import java.io.InputStream;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Keys that die, and blobs that are rewritten, while something else happens to what they hold. */
class KeyRaceTests {
    private final MemoryKeys provider = new MemoryKeys();
    private final MemoryTier tier = new MemoryTier();
    private Gateway gateway;
    private Sql sql;
    private JdbcQuotaLedger ledger;
    private Rewriting rewriting;
    private int notebook;
    private Bucket bucket;

    @BeforeEach
    void open() {
        GatewaySettings settings = TestGateway.settings();
        gateway = TestGateway.open(settings, tier, provider);
        sql = TestGateway.database(settings);
        ledger = new JdbcQuotaLedger(sql, LeaseSettings.DEFAULTS, UUID.randomUUID());
        Sealing sealing = new Sealing(provider);
        Namespace namespace = new Namespace(
                ledger, new Announcements(List.of(), (bucket, event, version) -> List.of()), sealing::alive);
        rewriting =
                new Rewriting(sql, new OneTier(tier), OneTier.copies(sql, tier), namespace, sealing, Clock.systemUTC());
        notebook = TestGateway.notebook(gateway, "n", 1L << 30).id();
        bucket = gateway.store().createBucket(notebook, "data", true);
        gateway.store().set(bucket, BucketSetting.ENCRYPTION, Encryption.NOTEBOOK_KEY.text());
        bucket = gateway.store().bucket("data").orElseThrow();
    }

    @AfterEach
    void close() throws Exception {
        ledger.close();
        assertThat(gateway.quotas().verify()).isEmpty();
        gateway.close();
    }

    private KeyRef own(int generation) {
        return new KeyRef(KeyName.own(notebook), generation);
    }

    private static <T> CompletableFuture<T> beside(Callable<T> work) {
        CompletableFuture<T> done = new CompletableFuture<>();
        Thread.ofVirtual().start(() -> {
            try {
                done.complete(work.call());
            } catch (Throwable e) {
                done.completeExceptionally(e);
            }
        });
        return done;
    }

    private void awaitWaiting(int many) {
        Await.until(() -> sql.one(
                                row -> row.getLong(1),
                                "select count(*) from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'")
                        .orElseThrow()
                >= many);
    }

    private static void sentAgain(CompletableFuture<?> act) {
        assertThatThrownBy(() -> act.get(2, TimeUnit.MINUTES))
                .hasCauseInstanceOf(Refusal.class)
                .cause()
                .isInstanceOfSatisfying(
                        Refusal.class, e -> assertThat(e.reason()).isEqualTo(Refusal.Reason.TIER_UNAVAILABLE));
    }

    private Rewriting.Old old() {
        return rewriting.under(own(1), new BlobId(0, 0), 1).getFirst();
    }

    private UUID blobOf(String table) {
        return sql.one(row -> row.getObject(1, UUID.class), "select blob_id from " + table)
                .orElseThrow();
    }

    private Upload upload(String key) {
        return gateway.store()
                .createUpload(
                        bucket, ObjectKey.of(key), Attributes.NONE.encrypted(Encryption.NOTEBOOK_KEY), null, false);
    }

    private StoredVersion ofParts(String key, int... sizes) throws Exception {
        Upload upload = upload(key);
        List<PartNamed> parts = new ArrayList<>();
        for (int i = 0; i < sizes.length; i++) {
            parts.add(new PartNamed(
                    i + 1,
                    gateway.store()
                            .putPart(upload, i + 1, TestGateway.aPut(bucket, key, new byte[sizes[i]]))
                            .etag()));
        }
        return gateway.store().complete(upload, parts, Conditions.NONE, ObjectStore.WholeDeclared.NOTHING);
    }

    private void everythingIsCollected() {
        sql.update("update garbage set since = since - interval '1 day'");
        new Collector(sql, new OneTier(tier), Duration.ofHours(1)).collect();
        assertThat(tier.forms()).isEmpty();
        for (String table : List.of("blob", "location", "part", "garbage")) {
            assertThat(sql.list(row -> row.getString(1), "select t::text from " + table + " t"))
                    .isEmpty();
        }
    }

    @Test
    void aPartWhoseKeyIsBeingDestroyedWaitsAndIsSentAgain() throws Exception {
        Upload upload = upload("big");
        CompletableFuture<?> part = sql.inTransaction(c -> {
            Disposals.hold(c, notebook);
            CompletableFuture<?> put =
                    beside(() -> gateway.store().putPart(upload, 1, TestGateway.aPut(bucket, "big", new byte[100])));
            awaitWaiting(1);
            provider.destroy(own(1));
            return put;
        });
        sentAgain(part);
        assertThat(gateway.store().parts(upload, 0, 10)).isEmpty();
        gateway.store().abort(upload);
    }

    @Test
    void aRewriteUnderAKeyThatIsBeingDestroyedIsGivenUp() throws Exception {
        StoredVersion kept = gateway.store().put(TestGateway.aPut(bucket, "k", new byte[100]));
        provider.renew(KeyName.own(notebook));
        Rewriting.Old old = old();
        CompletableFuture<?> rewrite = sql.inTransaction(c -> {
            Disposals.hold(c, notebook);
            CompletableFuture<?> done = beside(() -> rewriting.rewrite(old, bytes -> {}));
            awaitWaiting(1);
            provider.destroy(own(2));
            return done;
        });
        sentAgain(rewrite);
        assertThat(tier.forms()).hasSize(1);
        try (InputStream in = gateway.store().read(kept, 0, 100)) {
            assertThat(in.readAllBytes()).isEqualTo(new byte[100]);
        }
    }

    @Test
    void retentionThatComesWhileTheKeysWaitToBeDestroyedKeepsThem() throws Exception {
        Bucket locked = gateway.store().createLockedBucket(notebook, "locked");
        StoredVersion version = gateway.store().put(TestGateway.aPut(locked, "k", new byte[10]));
        gateway.store().put(TestGateway.aPut(bucket, "k", new byte[10]));
        CompletableFuture<?> destroyed = sql.inTransaction(c -> {
            Locks.keepKeys(c, notebook);
            CompletableFuture<?> done = beside(() -> gateway.keys().destroy(notebook, true, 1, "x"));
            awaitWaiting(1);
            gateway.store()
                    .edit(
                            version,
                            false,
                            before -> before.withLock(ObjectLock.NONE.retained(
                                    ObjectLock.Mode.COMPLIANCE, Instant.now().plus(Duration.ofDays(1)))));
            return done;
        });
        assertThatThrownBy(() -> destroyed.get(2, TimeUnit.MINUTES))
                .cause()
                .isInstanceOfSatisfying(
                        Refusal.class, e -> assertThat(e.reason()).isEqualTo(Refusal.Reason.LOCKED));
        assertThat(provider.alive(own(1))).isTrue();
    }

    @Test
    void aLongReadOutlivesAWithdrawal() throws Exception {
        StoredVersion version = ofParts("big", 5 << 20, 5 << 20, 100);
        try (InputStream in = gateway.store().read(version, 10, version.size().value() - 10)) {
            assertThat(in.read()).isZero();
            provider.renew(KeyName.own(notebook));
            gateway.keys().withdraw(own(1));
            Await.until(() -> !provider.alive(own(1)));
            assertThat(in.readAllBytes()).isEqualTo(new byte[(10 << 20) + 100 - 11]);
        }
    }

    @Test
    void aLongReadWhoseKeyIsDestroyedSaysSo() throws Exception {
        StoredVersion version = ofParts("big", 5 << 20, 100);
        try (InputStream in = gateway.store().read(version, 0, version.size().value())) {
            assertThat(in.read()).isZero();
            provider.destroy(own(1));
            assertThatThrownBy(in::readAllBytes)
                    .isInstanceOfSatisfying(
                            Refusal.class, e -> assertThat(e.reason()).isEqualTo(Refusal.Reason.KEY_DESTROYED));
        }
    }

    @Test
    void aGroupAsksForAKeyOnce() {
        List<KeyRef> asked = new ArrayList<>();
        Namespace dead =
                new Namespace(ledger, new Announcements(List.of(), (bucket, event, version) -> List.of()), ref -> {
                    asked.add(ref);
                    return false;
                });
        List<Namespace.Outcome> outcomes =
                sql.inTransaction(c -> dead.commit(c, List.of(aVersion("a"), aVersion("b"), aVersion("c"))));
        assertThat(outcomes).allMatch(one -> one.refused() != null);
        assertThat(asked).containsExactly(own(1));
    }

    private NewVersion aVersion(String key) {
        return new NewVersion(
                bucket,
                ObjectKey.of(key),
                1,
                1,
                "e",
                null,
                List.of(),
                null,
                Attributes.NONE.encrypted(Encryption.NOTEBOOK_KEY),
                new Place((short) 1, new Location(BlobId.next(Clock.systemUTC()), null, 0, 1)),
                new BlobKey(BlobKey.Kind.NOTEBOOK, own(1), new byte[40]),
                null,
                null,
                Conditions.NONE,
                Arrival.PUT);
    }

    @Test
    void aVersionDeletedWhileItIsRewrittenLeavesNothingBehind() throws Exception {
        StoredVersion version = gateway.store().put(TestGateway.aPut(bucket, "k", new byte[100]));
        deletedWhileRewritten(version, "version");
    }

    @Test
    void aVersionOfPartsDeletedWhileOneIsRewrittenLeavesNothingBehind() throws Exception {
        StoredVersion version = ofParts("big", 100);
        deletedWhileRewritten(version, "part");
    }

    /** The rewrite has switched the row and waits to name the garbage, the delete meets it there. */
    private void deletedWhileRewritten(StoredVersion version, String table) throws Exception {
        provider.renew(KeyName.own(notebook));
        Rewriting.Old old = old();
        UUID blob = blobOf(table);
        List<CompletableFuture<?>> both = sql.inTransaction(c -> {
            Garbage.add(c, List.of(blob));
            CompletableFuture<?> rewrite = beside(() -> rewriting.rewrite(old, bytes -> {}));
            awaitWaiting(1);
            CompletableFuture<?> delete =
                    beside(() -> gateway.store().delete(bucket, version.key(), version.version(), false));
            awaitWaiting(2);
            return List.of(rewrite, delete);
        });
        for (CompletableFuture<?> one : both) {
            one.get(2, TimeUnit.MINUTES);
        }
        everythingIsCollected();
    }

    @Test
    void aPartRewrittenAfterItsVersionWasDeletedIsCollected() throws Exception {
        StoredVersion version = ofParts("big", 100);
        provider.renew(KeyName.own(notebook));
        Rewriting.Old old = old();
        gateway.store().delete(bucket, version.key(), version.version(), false);
        rewriting.rewrite(old, bytes -> {});
        everythingIsCollected();
    }

    @Test
    void whatWasRewrittenAndIsInUseStays() throws Exception {
        StoredVersion version = gateway.store().put(TestGateway.aPut(bucket, "k", new byte[100]));
        provider.renew(KeyName.own(notebook));
        rewriting.rewrite(old(), bytes -> {});
        sql.update("update garbage set since = since - interval '1 day'");
        assertThat(new Collector(sql, new OneTier(tier), Duration.ofHours(1)).collect())
                .isEqualTo(1);
        assertThat(sql.list(row -> row.getString(1), "select blob_id::text from garbage"))
                .isEmpty();
        try (InputStream in = gateway.store().read(version, 0, 100)) {
            assertThat(in.readAllBytes()).isEqualTo(new byte[100]);
        }
    }
}
