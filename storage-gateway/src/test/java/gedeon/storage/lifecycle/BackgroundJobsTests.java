package gedeon.storage.lifecycle;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gedeon.storage.Attributes;
import gedeon.storage.Gateway;
import gedeon.storage.GatewaySettings;
import gedeon.storage.ObjectKey;
import gedeon.storage.QuotaExceeded;
import gedeon.storage.Scope;
import gedeon.storage.TestGateway;
import gedeon.storage.encryption.MemoryKeys;
import gedeon.storage.encryption.Sealing;
import gedeon.storage.lifecycle.restore.JdbcRestores;
import gedeon.storage.namespace.Announcements;
import gedeon.storage.namespace.Committer;
import gedeon.storage.namespace.Namespace;
import gedeon.storage.namespace.Uploads;
import gedeon.storage.objects.Bucket;
import gedeon.storage.objects.BucketSetting;
import gedeon.storage.objects.JdbcObjectStore;
import gedeon.storage.objects.ObjectStore;
import gedeon.storage.objects.ObjectStore.Deletion;
import gedeon.storage.objects.ObjectStore.Upload;
import gedeon.storage.quota.jdbc.JdbcQuotaLedger;
import gedeon.storage.quota.jdbc.LeaseSettings;
import gedeon.storage.s3.lifecycle.LifecycleXml;
import gedeon.storage.sql.Sql;
import gedeon.storage.tier.OneTier;
import gedeon.storage.tier.memory.MemoryTier;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Walks and sweeps, each called by hand: what stops, fails or races goes on, and holds nothing up. */
class BackgroundJobsTests {
    private static final int MIB = 1 << 20;
    private static final String EXPIRE =
            "<LifecycleConfiguration><Rule><Status>Enabled</Status><Filter></Filter><Expiration><Days>1</Days></Expiration></Rule></LifecycleConfiguration>";

    private final MemoryTier tier = new MemoryTier();
    private Gateway gateway;
    private Sql sql;
    private JdbcQuotaLedger ledger;
    private Committer committer;
    private Uploads uploads;
    private ObjectStore store;
    private StaleUploads stale;
    private int notebook;
    private Bucket bucket;

    @BeforeEach
    void open() {
        GatewaySettings settings = TestGateway.settings();
        gateway = TestGateway.open(settings, tier);
        notebook = TestGateway.notebook(gateway, "n", 32 * MIB).id();
        sql = TestGateway.database(settings);
        ledger = new JdbcQuotaLedger(sql, LeaseSettings.DEFAULTS, UUID.randomUUID());
        Namespace namespace =
                new Namespace(ledger, new Announcements(List.of(), (bucket, event, version) -> List.of()), key -> true);
        committer = new Committer(sql, namespace);
        uploads = new Uploads(sql, namespace, ledger);
        store = new JdbcObjectStore(
                sql,
                ledger,
                new OneTier(tier),
                OneTier.copies(sql, tier),
                namespace,
                committer,
                new Sealing(new MemoryKeys()),
                new JdbcRestores(sql, new OneTier(tier), Days.CALENDAR, namespace.announcements()),
                Clock.systemUTC(),
                () -> {});
        stale = new StaleUploads(sql, store, uploads);
        bucket = store.createBucket(notebook, "bucket", false);
    }

    @AfterEach
    void noLedgerDriftIsLeft() throws Exception {
        committer.close();
        ledger.close();
        assertThat(gateway.quotas().verify()).isEmpty();
        gateway.close();
    }

    private void put(String... keys) throws IOException {
        for (String key : keys) {
            store.put(TestGateway.aPut(bucket, key, new byte[1]));
        }
    }

    private List<String> keys() {
        return store.list(bucket, new byte[0], new byte[0], null, 1000).entries().stream()
                .map(entry -> new String(((ObjectStore.Entry.Key) entry).key(), UTF_8))
                .toList();
    }

    private Walk walk(ObjectStore through, byte[] after, List<String> told) {
        Instant judgedAt = Instant.now().plus(9, ChronoUnit.DAYS);
        return new Walk(
                through,
                stale,
                bucket,
                LifecycleXml.kept(EXPIRE),
                Outranks.NOTHING,
                new Days(Duration.ofHours(24)),
                after,
                KeptBack.NONE,
                (judged, kept) -> {
                    told.add(judged == null ? "" : new String(judged, UTF_8));
                    return judgedAt;
                });
    }

    /** The store, but some keys cannot be deleted. */
    private ObjectStore refusing(Set<String> keys) {
        return (ObjectStore) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {ObjectStore.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("delete")
                            && arguments[0] instanceof Deletion deletion
                            && keys.contains(deletion.key().toString())) {
                        throw new IllegalStateException("no lease");
                    }
                    try {
                        return method.invoke(store, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    @Test
    void aWalkGoesOnBehindTheLastKeyThatWasJudged() throws IOException {
        put("a", "b", "c", "d");
        assertThat(walk(store, "b".getBytes(UTF_8), new ArrayList<>()).run()).isEqualTo(2);
        assertThat(keys()).containsExactly("a", "b");
    }

    @Test
    void aDeleteThatFailsKeepsNoneBehindIt() throws IOException {
        put("a", "b", "c");
        assertThat(walk(refusing(Set.of("a")), new byte[0], new ArrayList<>()).run())
                .isEqualTo(2);
        assertThat(keys()).containsExactly("a");
    }

    @Test
    void aWalkTellsEveryHundredDeletesHowFarItCame() throws IOException {
        put(IntStream.range(1000, 1250).mapToObj(String::valueOf).toArray(String[]::new));
        List<String> told = new ArrayList<>();
        assertThat(walk(store, new byte[0], told).run()).isEqualTo(250);
        assertThat(told).containsExactly("", "1098", "1198");
    }

    @Test
    void aWalkThatStoppedIsTakenUpWithItsKey() {
        Claims claims = new Claims(sql);
        store.set(bucket, BucketSetting.LIFECYCLE, EXPIRE);
        claims.takeUp();
        Claims.Claim claim = claims.next().orElseThrow();
        assertThat(claim.after()).isNull();
        assertThat(claims.next()).as("walked already").isEmpty();
        claim = claims.renewed(claim, "k".getBytes(UTF_8), KeptBack.NONE).orElseThrow();
        claims.stopped(claim, Duration.ZERO);
        Claims.Claim again = claims.next().orElseThrow();
        assertThat(again.after()).isEqualTo("k".getBytes(UTF_8));
        assertThat(claims.renewed(claim, null, KeptBack.NONE))
                .as("not its own any more")
                .isEmpty();
        claims.done(again, KeptBack.NONE, Duration.ZERO);
        assertThat(claims.next().orElseThrow().after()).isNull();
    }

    @Test
    void whatAWalkHadToKeepIsCountedOnWhereItIsTakenUp() throws IOException {
        KeptBack counted = KeptBack.NONE;
        for (int i = 0; i < 7; i++) {
            counted = counted.plus(
                    new KeptBack.Reason(KeptBack.Why.POLICY, "cold"),
                    store.put(TestGateway.aPut(bucket, "k\u0000é\"\\" + i, new byte[3])));
        }
        Claims claims = new Claims(sql);
        LifecycleReports reports = new LifecycleReports(sql, LifecycleXml::kept);
        store.set(bucket, BucketSetting.LIFECYCLE, EXPIRE);
        claims.takeUp();
        Claims.Claim claim = claims.next().orElseThrow();
        assertThat(claim.kept()).isEqualTo(KeptBack.NONE);
        claims.stopped(claims.renewed(claim, "k".getBytes(UTF_8), counted).orElseThrow(), Duration.ZERO);
        assertThat(reports.of(bucket.id()).orElseThrow().walked()).isNull();
        assertThat(reports.of(bucket.id()).orElseThrow().kept()).isEqualTo(KeptBack.NONE);
        Claims.Claim again = claims.next().orElseThrow();
        KeptBack more = again.kept()
                .plus(
                        new KeptBack.Reason(KeptBack.Why.HOLD, null),
                        store.put(TestGateway.aPut(bucket, "held", new byte[4])));
        claims.done(again, more, Duration.ZERO);
        KeptBack shown = reports.of(bucket.id()).orElseThrow().kept();
        assertThat(shown.reasons().get(KeptBack.Why.HOLD))
                .isEqualTo(more.reasons().get(KeptBack.Why.HOLD));
        KeptBack.Kept waiting = Objects.requireNonNull(shown.reasons().get(KeptBack.Why.POLICY));
        assertThat(waiting.versions()).isEqualTo(7);
        assertThat(waiting.bytes()).isEqualTo(21);
        assertThat(waiting.examples()).hasSize(5);
        assertThat(claims.next().orElseThrow().kept()).isEqualTo(KeptBack.NONE);
    }

    private Upload upload(String key, long size) {
        return store.createUpload(bucket, ObjectKey.of(key), Attributes.NONE, null, false, size);
    }

    private void part(Upload upload, int number, int size) throws IOException {
        store.putPart(upload, number, TestGateway.aPut(bucket, upload.key().toString(), new byte[size]));
    }

    private void untouchedForThreeHours() {
        sql.update("update upload set touched = now() - interval '3 hours'");
    }

    @Test
    void anUploadIsAbandonedUnlessAPartCameMeanwhile() throws IOException {
        Upload gone = upload("gone", -1);
        Upload alive = upload("alive", -1);
        part(gone, 1, 10);
        part(alive, 1, 10);
        untouchedForThreeHours();
        part(alive, 2, 10);
        assertThat(uploads.abandon(alive, Duration.ofHours(2))).isFalse();
        assertThat(stale.abortAbandoned(Duration.ofHours(2))).isEqualTo(1);
        assertThat(store.upload(bucket, gone.key(), gone.id())).isEmpty();
        assertThat(store.upload(bucket, alive.key(), alive.id())).isPresent();
        assertThat(gateway.quotas().quota(new Scope.OfNotebook(notebook)).used().value())
                .isEqualTo(20);
    }

    @Test
    void roomThatAnUploadDoesNotFillForAnHourGoesToOthersAndTheUploadStays() throws IOException {
        Upload upload = upload("big", 30 * MIB);
        part(upload, 1, 2 * MIB);
        assertThat(stale.releaseUnused()).isZero();
        assertThatThrownBy(() -> store.put(TestGateway.aPut(bucket, "other", new byte[20 * MIB])))
                .isInstanceOf(QuotaExceeded.class);
        sql.update("update kept_room set touched = now() - interval '61 minutes'");
        assertThat(stale.releaseUnused()).isEqualTo(1);
        store.put(TestGateway.aPut(bucket, "other", new byte[20 * MIB]));
        part(upload, 2, 6 * MIB);
        assertThatThrownBy(() -> part(upload, 3, 6 * MIB)).isInstanceOf(QuotaExceeded.class);
        assertThat(gateway.quotas().quota(new Scope.OfNotebook(notebook)).used().value())
                .isEqualTo(28L * MIB);
    }

    @Test
    void aPartIntoKeptRoomKeepsTheRestForAnotherHour() throws IOException {
        Upload upload = upload("big", 30 * MIB);
        sql.update("update kept_room set touched = now() - interval '61 minutes'");
        part(upload, 1, 2 * MIB);
        assertThat(uploads.releaseUnused(upload, Duration.ofHours(1))).isFalse();
        assertThat(uploads.kept(upload)).isEqualTo(28L * MIB);
    }
}
