package gedeon.storage.objects;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gedeon.kernel.Digest;
import gedeon.kernel.DigestAlgorithm;
import gedeon.storage.Attributes;
import gedeon.storage.Gateway;
import gedeon.storage.ObjectKey;
import gedeon.storage.Quota;
import gedeon.storage.Scope;
import gedeon.storage.StoredVersion;
import gedeon.storage.TestGateway;
import gedeon.storage.objects.ObjectStore.Conditions;
import gedeon.storage.objects.ObjectStore.Entry;
import gedeon.storage.objects.ObjectStore.Page;
import gedeon.storage.objects.ObjectStore.Part;
import gedeon.storage.objects.ObjectStore.PartNamed;
import gedeon.storage.objects.ObjectStore.Put;
import gedeon.storage.objects.ObjectStore.Upload;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ObjectStoreTests {
    private Gateway gateway;
    private ObjectStore store;
    private int notebook;
    private Bucket plain;
    private Bucket versioned;

    @BeforeEach
    void open() {
        gateway = TestGateway.open();
        store = gateway.store();
        notebook = TestGateway.notebook(gateway, "nmr", 1L << 30).id();
        plain = store.createBucket(notebook, "plain", false);
        versioned = store.createBucket(notebook, "versioned", true);
    }

    @AfterEach
    void noLedgerDriftIsLeft() throws IOException {
        assertThat(gateway.quotas().verify()).isEmpty();
        gateway.close();
    }

    private StoredVersion put(Bucket bucket, String key, byte[] body) throws IOException {
        return store.put(TestGateway.aPut(bucket, key, body));
    }

    private byte[] get(StoredVersion version) throws IOException {
        try (InputStream in = store.read(version, 0, version.size().value())) {
            return in.readAllBytes();
        }
    }

    private static byte[] random(int size) {
        byte[] bytes = new byte[size];
        new Random(size).nextBytes(bytes);
        return bytes;
    }

    private Quota quota() {
        return gateway.quotas().quota(new Scope.OfNotebook(notebook));
    }

    @Test
    void manyAreFoundByOneLookAndTheDeletedAreNotAmongThem() throws IOException {
        StoredVersion b = put(versioned, "b", random(2));
        StoredVersion a = put(versioned, "a", random(1));
        put(versioned, "gone", random(3));
        store.delete(versioned, ObjectKey.of("gone"), null, false);
        put(plain, "a", random(4));
        assertThat(store.live(
                        versioned,
                        List.of(ObjectKey.of("b"), ObjectKey.of("gone"), ObjectKey.of("a"), ObjectKey.of("no"))))
                .containsExactly(a, b);
        assertThat(store.live(versioned, List.of())).isEmpty();
    }

    @Test
    void whatIsPutReadsBackAndIsCountedToTheByte() throws IOException {
        byte[] small = random(1000);
        byte[] large = random(3 << 20);
        assertThat(get(put(plain, "small", small))).isEqualTo(small);
        StoredVersion stored = put(plain, "large", large);
        assertThat(get(stored)).isEqualTo(large);
        assertThat(stored.etag()).isEqualTo(MultipartUploadsTests.md5(large).hex());
        assertThat(quota().used().value()).isEqualTo(1000 + (3 << 20));
        try (InputStream range = store.read(stored, 1 << 20, 100)) {
            assertThat(range.readAllBytes()).isEqualTo(java.util.Arrays.copyOfRange(large, 1 << 20, (1 << 20) + 100));
        }
    }

    @Test
    void anUnversionedOverwriteReplacesAndGivesTheOldRoomBack() throws IOException {
        put(plain, "a", random(5000));
        StoredVersion second = put(plain, "a", random(700));
        assertThat(quota().used().value()).isEqualTo(700);
        assertThat(store.find(plain, ObjectKey.of("a"), null, false))
                .hasValueSatisfying(now -> assertThat(now.version()).isEqualTo(second.version()));
    }

    @Test
    void aVersionedBucketKeepsEveryVersionAndDeleteAddsAMarker() throws IOException {
        StoredVersion first = put(versioned, "a", random(10));
        StoredVersion second = put(versioned, "a", random(20));
        assertThat(get(store.find(versioned, first.key(), first.version(), false)
                        .orElseThrow()))
                .hasSize(10);
        assertThat(store.delete(versioned, first.key(), null, false).markerMade())
                .isTrue();
        assertThat(store.find(versioned, first.key(), null, false).orElseThrow().deleteMarker())
                .isTrue();
        assertThat(keys(store.list(versioned, new byte[0], new byte[0], null, 10)))
                .isEmpty();
        StoredVersion marker = store.find(versioned, first.key(), null, false).orElseThrow();
        store.delete(versioned, first.key(), marker.version(), false);
        assertThat(store.find(versioned, first.key(), null, false).orElseThrow().version())
                .isEqualTo(second.version());
        assertThat(keys(store.list(versioned, new byte[0], new byte[0], null, 10)))
                .containsExactly("a");
        store.delete(versioned, first.key(), second.version(), false);
        assertThat(quota().used().value()).isEqualTo(10);
    }

    @Test
    void rawDataIsWriteOnce() throws IOException {
        Bucket raw = store.createRawBucket(notebook, "raw-nmr");
        StoredVersion stored = put(raw, "run1", random(10));
        assertThatThrownBy(() -> store.delete(raw, stored.key(), stored.version(), false))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("retention");
        assertThat(get(stored)).hasSize(10);
    }

    @Test
    void aWrongDigestOrLengthStoresNothingAndLeavesNothingReserved() throws IOException {
        byte[] body = random(2 << 20);
        Digest wrong = Digest.sha256(new byte[32]);
        assertThatThrownBy(() -> store.put(new Put(
                        plain,
                        ObjectKey.of("x"),
                        new ByteArrayInputStream(body),
                        body.length,
                        Attributes.NONE,
                        Set.of(),
                        () -> List.of(wrong),
                        Conditions.NONE)))
                .isInstanceOfSatisfying(
                        Refusal.class, refused -> assertThat(refused.reason()).isEqualTo(Refusal.Reason.BAD_DIGEST));
        for (int lie : new int[] {body.length - 1, body.length + 1}) {
            assertThatThrownBy(() -> store.put(new Put(
                            plain,
                            ObjectKey.of("x"),
                            new ByteArrayInputStream(body),
                            lie,
                            Attributes.NONE,
                            Set.of(),
                            List::of,
                            Conditions.NONE)))
                    .isInstanceOfSatisfying(
                            Refusal.class,
                            refused -> assertThat(refused.reason()).isEqualTo(Refusal.Reason.INCOMPLETE_BODY));
        }
        assertThat(store.find(plain, ObjectKey.of("x"), null, false)).isEmpty();
        assertThat(quota().used().value()).isZero();
    }

    @Test
    void ofManyWritersWithIfNoneMatchOneWins() throws Exception {
        List<java.util.concurrent.Future<Boolean>> all = new ArrayList<>();
        try (var pool = java.util.concurrent.Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 64; i++) {
                byte[] body = random(100 + i);
                all.add(pool.submit(() -> {
                    try {
                        store.put(new Put(
                                versioned,
                                ObjectKey.of("one"),
                                new ByteArrayInputStream(body),
                                body.length,
                                Attributes.NONE,
                                Set.of(),
                                List::of,
                                new Conditions(null, "*")));
                        return true;
                    } catch (Refusal e) {
                        assertThat(e.reason()).isEqualTo(Refusal.Reason.PRECONDITION_FAILED);
                        return false;
                    }
                }));
            }
        }
        int won = 0;
        for (var one : all) {
            won += one.get() ? 1 : 0;
        }
        assertThat(won).isEqualTo(1);
    }

    @Test
    void listingFollowsUnsignedBytesAndFoldsCommonPrefixes() throws IOException {
        for (String key : List.of("a", "b/1", "b/2", "b/c/3", "b0", "é", "z/1", "z/2")) {
            put(plain, key, new byte[1]);
        }
        assertThat(keys(store.list(plain, new byte[0], new byte[0], null, 100)))
                .containsExactly("a", "b/1", "b/2", "b/c/3", "b0", "z/1", "z/2", "é");
        assertThat(keys(store.list(plain, new byte[0], bytes("/"), null, 100)))
                .containsExactly("a", "b/*", "b0", "z/*", "é");
        assertThat(keys(store.list(plain, bytes("b/"), bytes("/"), null, 100))).containsExactly("b/1", "b/2", "b/c/*");
        List<String> paged = new ArrayList<>();
        byte[] after = null;
        Page page;
        do {
            page = store.list(plain, new byte[0], bytes("/"), after, 2);
            paged.addAll(keys(page));
            after = page.next();
        } while (page.truncated());
        assertThat(paged).containsExactly("a", "b/*", "b0", "z/*", "é");
    }

    @Test
    void partsBecomeOneObjectWithoutMovingBytes() throws IOException {
        Upload upload = store.createUpload(
                versioned,
                ObjectKey.of("big"),
                Attributes.of(Map.of("content-type", "x/y"), Map.of("a", "b")),
                DigestAlgorithm.CRC32C,
                true);
        byte[] first = random(5 << 20);
        byte[] second = random(1234);
        byte[] replaced = random(77);
        store.putPart(upload, 3, TestGateway.aPut(versioned, "big", replaced));
        Part p2 = store.putPart(upload, 3, TestGateway.aPut(versioned, "big", second));
        store.putPart(upload, 9, TestGateway.aPut(versioned, "big", random(50)));
        Part p1 = store.putPart(upload, 1, TestGateway.aPut(versioned, "big", first));
        assertThat(quota().used().value()).isEqualTo((5 << 20) + 1234 + 50);
        List<PartNamed> named = List.of(new PartNamed(1, p1.etag()), new PartNamed(3, p2.etag()));
        StoredVersion whole = store.complete(upload, named, Conditions.NONE, ObjectStore.WholeDeclared.NOTHING);
        byte[] expected = java.util.Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, expected, first.length, second.length);
        assertThat(get(whole)).isEqualTo(expected);
        assertThat(whole.etag()).endsWith("-2");
        CRC32C crc = new CRC32C();
        crc.update(expected);
        assertThat(whole.checksums()).containsExactly(Hashes.crc(DigestAlgorithm.CRC32C, crc.getValue()));
        assertThat(whole.headers()).containsEntry("content-type", "x/y");
        assertThat(quota().used().value()).isEqualTo(expected.length);
        try (InputStream across = store.read(whole, first.length - 3, 6)) {
            assertThat(across.readAllBytes())
                    .isEqualTo(java.util.Arrays.copyOfRange(expected, first.length - 3, first.length + 3));
        }
        assertThat(store.complete(upload, named, Conditions.NONE, ObjectStore.WholeDeclared.NOTHING)
                        .version())
                .isEqualTo(whole.version());
    }

    @Test
    void theSha256OfAnObjectOfPartsIsReadBackOnce() throws IOException {
        Upload upload = store.createUpload(versioned, ObjectKey.of("big"), Attributes.NONE, null, false);
        byte[] first = random(5 << 20);
        byte[] second = random(1234);
        List<PartNamed> named = List.of(
                new PartNamed(
                        1,
                        store.putPart(upload, 1, TestGateway.aPut(versioned, "big", first))
                                .etag()),
                new PartNamed(
                        2,
                        store.putPart(upload, 2, TestGateway.aPut(versioned, "big", second))
                                .etag()));
        StoredVersion whole = store.complete(upload, named, Conditions.NONE, ObjectStore.WholeDeclared.NOTHING);
        assertThat(whole.sha256()).isNull();
        byte[] all = java.util.Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, all, first.length, second.length);
        Digest expected = Digest.sha256(MultipartUploads.digest("SHA-256").digest(all));
        assertThat(gateway.objects().sha256(whole)).isEqualTo(expected);
        assertThat(store.find(versioned, whole.key(), null, false).orElseThrow().sha256())
                .isEqualTo(expected);
        assertThat(gateway.objects().sha256(whole)).isEqualTo(expected);
        StoredVersion small = put(plain, "small", random(10));
        assertThat(gateway.objects().sha256(small)).isEqualTo(small.sha256());
    }

    @Test
    void anAbortedUploadGivesItsRoomBack() throws IOException {
        Upload upload = store.createUpload(plain, ObjectKey.of("big"), Attributes.NONE, null, false);
        store.putPart(upload, 1, TestGateway.aPut(plain, "big", random(9000)));
        store.abort(upload);
        assertThat(quota().used().value()).isZero();
        assertThatThrownBy(() -> store.putPart(upload, 2, TestGateway.aPut(plain, "big", random(10))))
                .isInstanceOf(Refusal.class);
    }

    @Test
    void aCopySharesBytesAndIsCountedAnew() throws IOException {
        StoredVersion source = put(plain, "a", random(4000));
        StoredVersion copy = store.copy(source, TestGateway.aPut(versioned, "b", new byte[0]));
        assertThat(get(copy)).isEqualTo(random(4000));
        assertThat(quota().used().value()).isEqualTo(8000);
        store.delete(plain, source.key(), null, false);
        assertThat(get(copy)).isEqualTo(random(4000));
    }

    @Test
    void everyCommitLeavesOneEventForEachConsumer() throws IOException {
        StoredVersion stored = put(versioned, "a", random(10));
        store.delete(versioned, stored.key(), null, false);
        var deliveries = gateway.outbox().claim("catalogue", 10);
        assertThat(deliveries).hasSize(2);
        assertThat(gateway.outbox().claim("catalogue", 10)).isEmpty();
        gateway.outbox().done(deliveries);
        assertThat(gateway.outbox().backlog("catalogue").waiting()).isZero();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(java.nio.charset.StandardCharsets.UTF_8);
    }

    private static List<String> keys(Page page) {
        return page.entries().stream()
                .map(entry -> switch (entry) {
                    case Entry.Key key -> new String(key.key(), java.nio.charset.StandardCharsets.UTF_8);
                    case Entry.CommonPrefix common ->
                        new String(common.prefix(), java.nio.charset.StandardCharsets.UTF_8) + "*";
                })
                .toList();
    }
}
