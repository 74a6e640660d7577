package gedeon.storage.objects;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gedeon.storage.Attributes;
import gedeon.storage.BlobId;
import gedeon.storage.Encryption;
import gedeon.storage.Gateway;
import gedeon.storage.GatewaySettings;
import gedeon.storage.ObjectKey;
import gedeon.storage.QuotaExceeded;
import gedeon.storage.Scope;
import gedeon.storage.StoredVersion;
import gedeon.storage.TestGateway;
import gedeon.storage.encryption.KeyName;
import gedeon.storage.encryption.KeyRef;
import gedeon.storage.encryption.MemoryKeys;
import gedeon.storage.encryption.Sealing;
import gedeon.storage.lifecycle.Days;
import gedeon.storage.lifecycle.restore.JdbcRestores;
import gedeon.storage.namespace.Announcements;
import gedeon.storage.namespace.Committer;
import gedeon.storage.namespace.Namespace;
import gedeon.storage.objects.ObjectStore.Conditions;
import gedeon.storage.objects.ObjectStore.Part;
import gedeon.storage.objects.ObjectStore.PartNamed;
import gedeon.storage.objects.ObjectStore.Upload;
import gedeon.storage.quota.jdbc.JdbcQuotaLedger;
import gedeon.storage.quota.jdbc.LeaseSettings;
import gedeon.storage.sql.Sql;
import gedeon.storage.tier.OneTier;
import gedeon.storage.tier.memory.MemoryTier;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.util.List;
import java.util.UUID;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;

/** The connection breaks while a commit is under way: was it done? It is asked for; where nobody can say, nothing is deleted and the client is told to repeat. */
class UnknownOutcomeTests {
    private enum Fault {
        NONE,
        ANSWER_LOST,
        COMMIT_LOST,
        /** The connection is gone, the database goes on with the commit later. */
        COMMIT_LATE,
        ANSWER_LOST_AND_DATABASE_AWAY
    }

    private final MemoryTier tier = new MemoryTier();
    private volatile Fault next = Fault.NONE;
    private volatile boolean away;
    private volatile Connection late;
    private Gateway gateway;
    private int notebook;
    private JdbcQuotaLedger ledger;
    private Committer committer;
    private ObjectStore store;
    private Bucket bucket;
    private DataSource database;
    private final MemoryKeys keys = new MemoryKeys();
    private Rewriting rewriting;

    @BeforeEach
    void open() {
        GatewaySettings settings = TestGateway.settings();
        gateway = TestGateway.open(settings, tier);
        notebook = TestGateway.notebook(gateway, "n", 1L << 30).id();
        bucket = gateway.store().createBucket(notebook, "bucket", true);
        PGSimpleDataSource real = new PGSimpleDataSource();
        database = real;
        real.setUrl(settings.jdbcUrl());
        real.setUser(settings.user());
        real.setPassword(settings.password());
        real.setCurrentSchema("storage");
        // The ledger's own transactions are not the ones that break.
        ledger = new JdbcQuotaLedger(new Sql(real), LeaseSettings.DEFAULTS, UUID.randomUUID());
        Sql broken = new Sql(breaking(real));
        Namespace namespace =
                new Namespace(ledger, new Announcements(List.of(), (bucket, event, version) -> List.of()), key -> true);
        committer = new Committer(broken, namespace);
        Sealing sealing = new Sealing(keys);
        store = new JdbcObjectStore(
                broken,
                ledger,
                new OneTier(tier),
                OneTier.copies(broken, tier),
                namespace,
                committer,
                sealing,
                new JdbcRestores(broken, new OneTier(tier), Days.CALENDAR, namespace.announcements()),
                Clock.systemUTC(),
                () -> {});
        rewriting = new Rewriting(
                broken, new OneTier(tier), OneTier.copies(broken, tier), namespace, sealing, Clock.systemUTC());
    }

    @AfterEach
    void close() throws Exception {
        away = false;
        committer.close();
        ledger.close();
        assertThat(gateway.quotas().verify()).isEmpty();
        assertThat(gateway.quotas()
                        .quota(new Scope.OfNotebook(notebook))
                        .reserved()
                        .value())
                .isZero();
        gateway.close();
    }

    private DataSource breaking(DataSource real) {
        return (DataSource) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {DataSource.class}, (proxy, method, arguments) -> {
                    if (!method.getName().equals("getConnection")) {
                        throw new UnsupportedOperationException(method.getName());
                    }
                    if (away) {
                        throw new SQLException("connection refused", "08001");
                    }
                    return breaking(real.getConnection());
                });
    }

    private Connection breaking(Connection real) {
        return (Connection) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {Connection.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("commit") && next != Fault.NONE) {
                        Fault fault = next;
                        next = Fault.NONE;
                        away = fault == Fault.ANSWER_LOST_AND_DATABASE_AWAY;
                        if (fault == Fault.COMMIT_LOST) {
                            real.rollback();
                        } else if (fault == Fault.COMMIT_LATE) {
                            late = real;
                        } else {
                            real.commit();
                        }
                        throw new SQLException("an I/O error occurred while sending to the backend", "08006");
                    }
                    if (method.getName().equals("close") && late == real) {
                        return null;
                    }
                    try {
                        return method.invoke(real, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    private void assertUnknown(org.assertj.core.api.ThrowableAssert.ThrowingCallable act) {
        assertThatThrownBy(act)
                .isInstanceOfSatisfying(
                        Refusal.class, e -> assertThat(e.reason()).isEqualTo(Refusal.Reason.UNKNOWN_OUTCOME));
    }

    @Test
    void aPutWhoseAnswerWasLostIsFoundAndAnswered() throws Exception {
        next = Fault.ANSWER_LOST;
        StoredVersion stored = store.put(TestGateway.aPut(bucket, "a", new byte[1000]));
        assertThat(gateway.store().find(bucket, stored.key(), stored.version(), false))
                .isPresent();
    }

    @Test
    void aPutThatWasNotCommittedGivesItsRoomBackAndIsRepeated() throws Exception {
        next = Fault.COMMIT_LOST;
        assertUnknown(() -> store.put(TestGateway.aPut(bucket, "a", new byte[1000])));
        assertThat(gateway.store().find(bucket, ObjectKey.of("a"), null, false)).isEmpty();
        store.put(TestGateway.aPut(bucket, "a", new byte[1000]));
    }

    @Test
    void whereNobodyCanSayTheBytesStay() throws Exception {
        next = Fault.ANSWER_LOST_AND_DATABASE_AWAY;
        assertUnknown(() -> store.put(TestGateway.aPut(bucket, "a", new byte[1000])));
        away = false;
        StoredVersion found =
                gateway.store().find(bucket, ObjectKey.of("a"), null, false).orElseThrow();
        try (InputStream in = gateway.store().read(found, 0, 1000)) {
            assertThat(in.readAllBytes()).isEqualTo(new byte[1000]);
        }
    }

    private Together two() {
        return new Together(
                bucket,
                1500,
                2,
                () -> List.of(
                        TestGateway.aPut(bucket, "a", new byte[1000]), TestGateway.aPut(bucket, "b", new byte[500])));
    }

    private long stored() {
        return List.of("a", "b").stream()
                .filter(key -> gateway.store()
                        .find(bucket, ObjectKey.of(key), null, false)
                        .isPresent())
                .count();
    }

    @Test
    void objectsStoredTogetherAreAskedForLikewise() throws Exception {
        next = Fault.COMMIT_LOST;
        assertUnknown(() -> store.putTogether(two()));
        assertThat(stored()).isZero();
        next = Fault.ANSWER_LOST;
        List<StoredVersion> both = store.putTogether(two());
        assertThat(both.stream().map(one -> one.size().value())).containsExactly(1000L, 500L);
        for (StoredVersion one : both) {
            assertThat(gateway.store().find(bucket, one.key(), one.version(), false))
                    .isPresent();
        }
    }

    @Test
    void whereNobodyCanSayTheBytesOfAllStay() throws Exception {
        next = Fault.ANSWER_LOST_AND_DATABASE_AWAY;
        assertUnknown(() -> store.putTogether(two()));
        away = false;
        assertThat(stored()).isEqualTo(2);
        assertThat(tier.blobs()).isEqualTo(2);
    }

    @Test
    void aPartIsAskedForLikewise() throws Exception {
        Upload upload = store.createUpload(bucket, ObjectKey.of("big"), Attributes.NONE, null, false);
        next = Fault.COMMIT_LOST;
        assertUnknown(() -> store.putPart(upload, 1, TestGateway.aPut(bucket, "big", new byte[500])));
        next = Fault.ANSWER_LOST;
        Part part = store.putPart(upload, 1, TestGateway.aPut(bucket, "big", new byte[700]));
        StoredVersion whole = store.complete(
                upload, List.of(new PartNamed(1, part.etag())), Conditions.NONE, ObjectStore.WholeDeclared.NOTHING);
        assertThat(whole.size().value()).isEqualTo(700);
    }

    @Test
    void aRewriteThatIsCommittedAfterItsAnswerWasLostKeepsItsCopy() throws Exception {
        rewrittenThrough(Fault.COMMIT_LATE);
        late.commit();
        late.close();
        readRewritten(2);
    }

    @Test
    void aRewriteWhoseAnswerWasLostKeepsItsCopy() throws Exception {
        rewrittenThrough(Fault.ANSWER_LOST);
        readRewritten(2);
    }

    @Test
    void aRewriteThatWasNotCommittedIsDoneAgain() throws Exception {
        rewrittenThrough(Fault.COMMIT_LOST);
        readRewritten(1);
        rewriting.rewrite(underFirst().getFirst(), bytes -> {});
        readRewritten(2);
    }

    private List<Rewriting.Old> underFirst() {
        return rewriting.under(new KeyRef(KeyName.own(notebook), 1), new BlobId(0, 0), 10);
    }

    private void rewrittenThrough(Fault fault) throws Exception {
        store.set(bucket, BucketSetting.ENCRYPTION, Encryption.NOTEBOOK_KEY.text());
        bucket = store.bucket("bucket").orElseThrow();
        store.put(TestGateway.aPut(bucket, "a", new byte[1000]));
        keys.renew(KeyName.own(notebook));
        Rewriting.Old old = underFirst().getFirst();
        next = fault;
        assertThatThrownBy(() -> rewriting.rewrite(old, bytes -> {}))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("did not say");
    }

    private void readRewritten(int generation) throws Exception {
        assertThat(underFirst()).hasSize(2 - generation);
        StoredVersion found = store.find(bucket, ObjectKey.of("a"), null, false).orElseThrow();
        try (InputStream in = store.read(found, 0, 1000)) {
            assertThat(in.readAllBytes()).isEqualTo(new byte[1000]);
        }
    }

    @Test
    void roomWhoseUploadMayHaveBegunIsPromisedToNobodyElse() throws Exception {
        long all = 1L << 30;
        next = Fault.ANSWER_LOST;
        assertThatThrownBy(
                        () -> store.createUpload(bucket, ObjectKey.of("big"), Attributes.NONE, null, false, all - 10))
                .isInstanceOf(Sql.UnknownOutcome.class);
        assertThatThrownBy(() -> store.put(TestGateway.aPut(bucket, "a", new byte[1000])))
                .isInstanceOf(QuotaExceeded.class);
        store.uploads(bucket, new byte[0], new byte[0], null, 10).uploads().forEach(store::abort);
        store.put(TestGateway.aPut(bucket, "a", new byte[1000]));
    }

    @Test
    void aCopyOfContentThatIsGoingIsRefused() throws Exception {
        StoredVersion source = store.put(TestGateway.aPut(bucket, "source", new byte[100]));
        try (Connection c = database.getConnection();
                var s = c.createStatement()) {
            s.execute("update storage.blob set state = 'd'");
            assertThatThrownBy(() -> store.copy(source, TestGateway.aPut(bucket, "copy", new byte[0])))
                    .isInstanceOfSatisfying(
                            Refusal.class, e -> assertThat(e.reason()).isEqualTo(Refusal.Reason.NO_SUCH_KEY));
            s.execute("update storage.blob set state = 'l'");
        }
        store.copy(source, TestGateway.aPut(bucket, "copy", new byte[0]));
    }
}
