package gedeon.storage.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gedeon.storage.Attributes;
import gedeon.storage.Await;
import gedeon.storage.Encryption;
import gedeon.storage.Gateway;
import gedeon.storage.GatewaySettings;
import gedeon.storage.ObjectKey;
import gedeon.storage.ObjectLock;
import gedeon.storage.StoredVersion;
import gedeon.storage.TestGateway;
import gedeon.storage.encryption.KeyName;
import gedeon.storage.encryption.KeyRef;
import gedeon.storage.encryption.MemoryKeys;
import gedeon.storage.lifecycle.TieringSettings;
import gedeon.storage.objects.Bucket;
import gedeon.storage.objects.BucketSetting;
import gedeon.storage.objects.ObjectStore.Conditions;
import gedeon.storage.objects.ObjectStore.Part;
import gedeon.storage.objects.ObjectStore.PartNamed;
import gedeon.storage.objects.ObjectStore.Put;
import gedeon.storage.objects.ObjectStore.Upload;
import gedeon.storage.objects.ObjectStore.WholeDeclared;
import gedeon.storage.objects.Refusal;
import gedeon.storage.sql.Sql;
import gedeon.storage.tier.Tier;
import gedeon.storage.tier.memory.MemoryTier;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What people do with a notebook's keys, and what then becomes of its content. */
class NotebookKeysTests {
    private static final TieringSettings SLOW = new TieringSettings(
            1,
            Duration.ofSeconds(4),
            Duration.ofSeconds(5),
            Duration.ofMinutes(1),
            Duration.ofHours(1),
            Duration.ofHours(1),
            0.3,
            Duration.ofDays(90),
            512 << 10);

    private final MemoryKeys provider = new MemoryKeys();
    private final AtomicBoolean failing = new AtomicBoolean();
    private final AtomicLong spare = new AtomicLong(Long.MAX_VALUE);
    private final MemoryTier memory = new MemoryTier();
    private final Tier tier = failing(memory);
    private GatewaySettings settings;
    private Gateway gateway;
    private Sql sql;
    private int notebook;
    private Bucket bucket;

    @BeforeEach
    void open() {
        settings = TestGateway.settings();
        gateway = TestGateway.open(settings, tier, provider);
        sql = TestGateway.database(settings);
        notebook = TestGateway.notebook(gateway, "n", 1L << 30).id();
        bucket = gateway.store().createBucket(notebook, "data", true);
    }

    @AfterEach
    void close() throws Exception {
        assertThat(gateway.quotas().verify()).isEmpty();
        gateway.close();
    }

    /** Writing fails while it is told to; closing is left to the map below. */
    private Tier failing(Tier real) {
        return (Tier) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {Tier.class}, (self, method, arguments) -> {
                    if (method.getName().equals("begin") && failing.get()) {
                        throw new IOException("the tier takes nothing now");
                    }
                    if (method.getName().equals("spare")) {
                        return spare.get();
                    }
                    if (method.getName().equals("close")) {
                        return null;
                    }
                    try {
                        return method.invoke(real, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    private static byte[] bytes(int size, int seed) {
        byte[] bytes = new byte[size];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }

    private Put aPut(String key, byte[] body, Encryption how) {
        Put plain = TestGateway.aPut(bucket, key, body);
        return new Put(
                bucket,
                plain.key(),
                plain.body(),
                plain.length(),
                Attributes.NONE.encrypted(how),
                plain.compute(),
                plain.declared(),
                Conditions.NONE);
    }

    private StoredVersion put(String key, byte[] body) throws IOException {
        return gateway.store().put(aPut(key, body, Encryption.NOTEBOOK_KEY));
    }

    private byte[] read(StoredVersion version) throws IOException {
        try (InputStream in = gateway.store().read(version, 0, version.size().value())) {
            return in.readAllBytes();
        }
    }

    private KeyRef own(int generation) {
        return new KeyRef(KeyName.own(notebook), generation);
    }

    private Withdrawal awaitEnd(Gateway of) {
        List<Withdrawal> ended = new ArrayList<>();
        Await.until(() -> {
            Withdrawal now = of.keys().withdrawals(notebook).getLast();
            return (now.finished() != null || now.reason() != null) && ended.add(now);
        });
        return ended.getFirst();
    }

    private List<UUID> blobs(int generation) {
        return sql.list(
                row -> row.getObject(1, UUID.class),
                "select id from blob where key_generation = ? and state = 'l' order by id",
                generation);
    }

    @Test
    void aNewGenerationIsForWhatIsWrittenFromNowOn() throws Exception {
        StoredVersion old = put("old", bytes(100, 1));
        assertThat(gateway.keys().renew(KeyName.own(notebook))).isEqualTo(own(2));
        StoredVersion fresh = put("fresh", bytes(100, 2));
        assertThat(blobs(1)).hasSize(1);
        assertThat(blobs(2)).hasSize(1);
        assertThat(read(old)).isEqualTo(bytes(100, 1));
        assertThat(read(fresh)).isEqualTo(bytes(100, 2));
    }

    @Test
    void aWithdrawnGenerationIsRewrittenAndThenDestroyed() throws Exception {
        List<StoredVersion> all = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            all.add(put("k" + i, bytes(i * 40_000, i)));
        }
        StoredVersion copy = gateway.store().copy(all.get(3), aPut("copy", new byte[0], Encryption.NOTEBOOK_KEY));
        Upload upload = gateway.store()
                .createUpload(
                        bucket, ObjectKey.of("big"), Attributes.NONE.encrypted(Encryption.NOTEBOOK_KEY), null, false);
        Part one = gateway.store().putPart(upload, 1, TestGateway.aPut(bucket, "big", bytes(5 << 20, 7)));
        gateway.keys().renew(KeyName.own(notebook));
        gateway.keys().withdraw(own(1));
        Withdrawal end = awaitEnd(gateway);
        assertThat(end.finished()).isNotNull();
        assertThat(end.done()).isEqualTo(end.blobs()).isEqualTo(6);
        assertThat(blobs(1)).isEmpty();
        assertThat(provider.alive(own(1))).isFalse();
        for (int i = 0; i < 5; i++) {
            assertThat(read(all.get(i))).isEqualTo(bytes(i * 40_000, i));
        }
        assertThat(read(copy)).isEqualTo(bytes(120_000, 3));
        StoredVersion whole = gateway.store()
                .complete(upload, List.of(new PartNamed(1, one.etag())), Conditions.NONE, WholeDeclared.NOTHING);
        assertThat(read(whole)).isEqualTo(bytes(5 << 20, 7));
        assertThat(sql.list(row -> row.getString(1), "select reason from key_disposal"))
                .containsExactly("withdrawn");
    }

    @Test
    void theGenerationThatEncryptsNowIsNotWithdrawn() throws Exception {
        put("k", bytes(10, 1));
        assertThatThrownBy(() -> gateway.keys().withdraw(own(1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("gedeon encryption renew");
    }

    @Test
    void aWithdrawalThatCannotGoOnSaysWhyKeepsTheKeyAndIsTakenUpAgain() throws Exception {
        StoredVersion kept = put("k", bytes(100, 1));
        gateway.keys().renew(KeyName.own(notebook));
        failing.set(true);
        gateway.keys().withdraw(own(1));
        assertThat(awaitEnd(gateway).reason()).contains("takes nothing");
        assertThat(provider.alive(own(1))).isTrue();
        assertThat(read(kept)).isEqualTo(bytes(100, 1));
        failing.set(false);
        gateway.close();
        sql.update("update key_withdrawal set claimed_until = now(), reason = null");
        gateway = TestGateway.open(settings, tier, provider);
        gateway.keys().tidy();
        assertThat(awaitEnd(gateway).finished()).isNotNull();
        assertThat(read(kept)).isEqualTo(bytes(100, 1));
    }

    @Test
    void aWithdrawalPausesWhereTheTierHasNoRoomToSpareAndGoesOnWhenThereIs() throws Exception {
        StoredVersion one = put("one", bytes(1000, 1));
        StoredVersion two = put("two", bytes(1000, 2));
        gateway.keys().renew(KeyName.own(notebook));
        int blobs = memory.blobs();
        spare.set(1015);
        gateway.keys().withdraw(own(1));
        Withdrawal paused = awaitEnd(gateway);
        assertThat(paused.finished()).isNull();
        assertThat(paused.reason())
                .startsWith("paused: the tier has 1015 bytes to spare, the next blob needs 1016")
                .contains("goes on by itself");
        assertThat(paused.done()).isZero();
        assertThat(memory.blobs()).isEqualTo(blobs);
        spare.set(1016);
        sql.update("update key_withdrawal set claimed_until = now()");
        Await.until(() -> {
            try {
                gateway.keys().tidy();
            } catch (IOException e) {
                throw new AssertionError(e);
            }
            return gateway.keys().withdrawals(notebook).getLast().finished() != null;
        });
        assertThat(gateway.keys().withdrawals(notebook).getLast().reason()).isNull();
        assertThat(read(one)).isEqualTo(bytes(1000, 1));
        assertThat(read(two)).isEqualTo(bytes(1000, 2));
    }

    @Test
    void aWithdrawalKeepsToTheLimitOfBackgroundWork() throws Exception {
        put("k", bytes(2 << 20, 1));
        gateway.keys().renew(KeyName.own(notebook));
        again(TieringSettings.DEFAULTS.withBandwidth(2 << 20));
        long begun = System.nanoTime();
        gateway.keys().withdraw(own(1));
        assertThat(awaitEnd(gateway).finished()).isNotNull();
        // Copied and read back: 4 MiB.
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isGreaterThan(Duration.ofMillis(1500));
    }

    @Test
    void aWithdrawalStaysItsProcesssAmidALongBlobAndIsGivenUpWhereThatStops() throws Exception {
        StoredVersion kept = put("k", bytes(8 << 20, 1));
        gateway.keys().renew(KeyName.own(notebook));
        int blobs = memory.blobs();
        again(SLOW);
        gateway.keys().withdraw(own(1));
        Await.until(() -> !claimed().isEmpty());
        String first = claimed();
        Await.until(() -> claimed().compareTo(first) > 0);
        assertThat(gateway.keys().withdrawals(notebook).getLast().done()).isZero();
        gateway.close();
        assertThat(sql.list(row -> true, "select 1 from key_withdrawal where claimed_until is null"))
                .hasSize(1);
        assertThat(memory.blobs()).isEqualTo(blobs);
        gateway = TestGateway.open(settings, tier, provider);
        gateway.keys().tidy();
        assertThat(awaitEnd(gateway).finished()).isNotNull();
        assertThat(read(kept)).isEqualTo(bytes(8 << 20, 1));
    }

    private String claimed() {
        return sql.one(row -> row.getString(1), "select coalesce(claimed_until::text, '') from key_withdrawal")
                .orElseThrow();
    }

    private void again(TieringSettings tiering) throws IOException {
        gateway.close();
        gateway = TestGateway.open(settings.withTiering(tiering), tier, provider);
    }

    /** More than the database has room for locks: one for each would end in "out of shared memory", for everybody. */
    @Test
    void keysOfANotebookWithTensOfThousandsOfBucketsAreDestroyedToo() throws Exception {
        StoredVersion lost = put("k", bytes(100, 1));
        sql.update(
                "insert into bucket (name, notebook) select 'many-' || n, ? from generate_series(1, 40000) n",
                notebook);
        gateway.keys().destroy(notebook, false, 1, "told to");
        refused(Refusal.Reason.KEY_DESTROYED, () -> read(lost));
    }

    @Test
    void rotatingTheMasterKeyTouchesNoBlob() throws Exception {
        StoredVersion kept = put("k", bytes(100, 1));
        List<String> before = rows();
        gateway.keys().rotate();
        assertThat(rows()).isEqualTo(before);
        assertThat(read(kept)).isEqualTo(bytes(100, 1));
    }

    private List<String> rows() {
        return sql.list(
                row -> row.getString(1), "select b::text || l::text from blob b join location l on l.blob_id = b.id");
    }

    @Test
    void whatADestroyedKeyEncryptedIsGoneForGood() throws Exception {
        StoredVersion lost = put("k", bytes(100, 1));
        StoredVersion plain = gateway.store().put(TestGateway.aPut(bucket, "plain", bytes(10, 2)));
        Disposal preview = gateway.keys().disposal(notebook);
        assertThat(preview.versions()).isEqualTo(1);
        assertThat(preview.bytes().value()).isEqualTo(100);
        assertThat(read(lost)).isEqualTo(bytes(100, 1));
        gateway.keys().destroy(notebook, false, 1, "told to");
        refused(Refusal.Reason.KEY_DESTROYED, () -> read(lost));
        refused(
                Refusal.Reason.KEY_DESTROYED,
                () -> gateway.store().copy(lost, aPut("copy", new byte[0], Encryption.NOTEBOOK_KEY)));
        assertThat(read(plain)).isEqualTo(bytes(10, 2));
        assertThat(read(put("next", bytes(10, 3)))).isEqualTo(bytes(10, 3));
    }

    private static void refused(Refusal.Reason reason, ThrowingCallable act) {
        assertThatThrownBy(act)
                .isInstanceOfSatisfying(
                        Refusal.class, e -> assertThat(e.reason()).isEqualTo(reason));
    }

    @Test
    void keysAreKeptWhileAnythingIsUnderComplianceOrHeld() throws Exception {
        put("k", bytes(100, 1));
        Bucket locked = gateway.store().createLockedBucket(notebook, "locked");
        StoredVersion version = gateway.store().put(TestGateway.aPut(locked, "plain", bytes(10, 2)));
        lock(version, ObjectLock.Mode.COMPLIANCE);
        refused(Refusal.Reason.LOCKED, () -> gateway.keys().destroy(notebook, true, 1, "x"));
        StoredVersion held = gateway.store().put(TestGateway.aPut(locked, "held", bytes(10, 2)));
        gateway.store().edit(held, false, before -> before.withLock(ObjectLock.NONE.held(true)));
        assertThat(gateway.keys().disposal(notebook).held()).isEqualTo(1);
        assertThat(provider.alive(own(1))).isTrue();
    }

    private void lock(StoredVersion version, ObjectLock.Mode mode) {
        gateway.store()
                .edit(
                        version,
                        false,
                        before -> before.withLock(
                                ObjectLock.NONE.retained(mode, Instant.now().plus(Duration.ofDays(1)))));
    }

    @Test
    void governanceStandsInTheWayOfWhoMayNotBypassIt() throws Exception {
        put("k", bytes(100, 1));
        Bucket locked = gateway.store().createLockedBucket(notebook, "locked");
        lock(gateway.store().put(TestGateway.aPut(locked, "plain", bytes(10, 2))), ObjectLock.Mode.GOVERNANCE);
        refused(Refusal.Reason.LOCKED, () -> gateway.keys().destroy(notebook, false, 1, "x"));
        assertThat(provider.alive(own(1))).isTrue();
        gateway.keys().destroy(notebook, true, 1, "x");
        assertThat(provider.alive(own(1))).isFalse();
    }

    /** The key dies while the body is on its way: the commit sees it, and nothing unreadable is acknowledged. */
    @Test
    void whatWasBeingWrittenWhenItsKeyWasDestroyedIsSentAgain() throws Exception {
        put("k", bytes(10, 1));
        InputStream body = new InputStream() {
            private int left = 100;

            @Override
            public int read() {
                if (left == 50) {
                    gateway.keys().destroy(notebook, false, 1, "x");
                }
                return left-- > 0 ? 1 : -1;
            }
        };
        Put plain = aPut("late", new byte[0], Encryption.NOTEBOOK_KEY);
        refused(
                Refusal.Reason.TIER_UNAVAILABLE,
                () -> gateway.store()
                        .put(new Put(
                                bucket,
                                plain.key(),
                                body,
                                100,
                                plain.attributes(),
                                plain.compute(),
                                plain.declared(),
                                Conditions.NONE)));
        assertThat(gateway.store().find(bucket, ObjectKey.of("late"), null, false))
                .isEmpty();
    }

    @Test
    void aNotebookThatIsToBeEncryptedHasNoBucketWithout() throws Exception {
        gateway.store().set(bucket, BucketSetting.ENCRYPTION, null);
        gateway.notebooks().setEncrypted(notebook, true);
        Bucket before = gateway.store().bucket("data").orElseThrow();
        Bucket after = gateway.store().createRawBucket(notebook, "raw");
        for (Bucket one : List.of(before, after)) {
            assertThat(one.encryption()).isEqualTo(Encryption.NOTEBOOK_KEY);
            gateway.store().set(one, BucketSetting.ENCRYPTION, null);
            assertThat(gateway.store().bucket(one.name()).orElseThrow().encryption())
                    .isEqualTo(Encryption.NOTEBOOK_KEY);
            assertThat(gateway.store()
                            .put(TestGateway.aPut(one, "k", bytes(10, 1)))
                            .attributes()
                            .encryption())
                    .isEqualTo(Encryption.NOTEBOOK_KEY);
        }
        gateway.notebooks().setEncrypted(notebook, false);
        gateway.store().set(before, BucketSetting.ENCRYPTION, null);
        assertThat(gateway.store().bucket("data").orElseThrow().encryption()).isNull();
    }

    @Test
    void nothingPlainIsInTheTier() throws Exception {
        byte[] marked = "a patient's name, many times over. ".repeat(5000).getBytes();
        StoredVersion version = gateway.store().put(aPut("patient-name", marked, Encryption.NOTEBOOK_KEY));
        byte[] stored = memory.forms().stream()
                .max(java.util.Comparator.comparingInt(form -> form.length))
                .orElseThrow();
        String text = new String(stored, java.nio.charset.StandardCharsets.ISO_8859_1);
        assertThat(text)
                .doesNotContain("patient")
                .doesNotContain(java.util.Base64.getEncoder().encodeToString("patient-name".getBytes()));
        assertThat(text)
                .doesNotContain(new String(
                        java.util.Objects.requireNonNull(version.sha256()).bytes(),
                        java.nio.charset.StandardCharsets.ISO_8859_1));
        assertThat(stored[11]).as("flag of encrypted blobs").isEqualTo((byte) 1);
    }
}
