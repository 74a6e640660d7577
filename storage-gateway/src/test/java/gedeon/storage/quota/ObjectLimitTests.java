package gedeon.storage.quota;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gedeon.storage.Attributes;
import gedeon.storage.Await;
import gedeon.storage.Gateway;
import gedeon.storage.ObjectKey;
import gedeon.storage.Quota;
import gedeon.storage.QuotaExceeded;
import gedeon.storage.RoomOf;
import gedeon.storage.Scope;
import gedeon.storage.TestGateway;
import gedeon.storage.objects.Bucket;
import gedeon.storage.objects.ObjectStore;
import gedeon.storage.objects.ObjectStore.Conditions;
import gedeon.storage.objects.ObjectStore.DeleteConditions;
import gedeon.storage.objects.ObjectStore.Deletion;
import gedeon.storage.objects.ObjectStore.PartNamed;
import gedeon.storage.objects.ObjectStore.Upload;
import gedeon.storage.objects.ObjectStore.WholeDeclared;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Versions count one object each, markers and open uploads none; not one more than the limit is stored. */
class ObjectLimitTests {
    private static final int LIMIT = 20;

    private final Gateway gateway = TestGateway.open();
    private final int notebook = TestGateway.notebook(gateway, "nmr", 1 << 30).id();
    private final ObjectStore store = gateway.store();
    private final Bucket versioned = store.createBucket(notebook, "versioned", true);
    private final Bucket plain = store.createBucket(notebook, "plain", false);

    @AfterEach
    void noLedgerDriftIsLeft() throws IOException {
        assertThat(gateway.quotas().verify()).isEmpty();
        gateway.close();
    }

    private void limit(long objects) {
        gateway.quotas().setObjectLimit(new Scope.OfNotebook(notebook), objects);
        // What was leased ahead before goes back when this process hears of it.
        Await.until(() -> objects().reserved() == 0);
    }

    private Quota.Count objects() {
        return gateway.quotas().quota(new Scope.OfNotebook(notebook)).objects();
    }

    private void put(Bucket bucket, String key, int bytes) throws IOException {
        store.put(TestGateway.aPut(bucket, key, new byte[bytes]));
    }

    private void refused(org.assertj.core.api.ThrowableAssert.ThrowingCallable act) {
        assertThatThrownBy(act).isInstanceOfSatisfying(QuotaExceeded.class, e -> {
            assertThat(e.of()).isEqualTo(RoomOf.OBJECTS);
            assertThat(e).hasMessageContaining("notebook nmr full").hasMessageContaining(" objects, used");
        });
    }

    @Test
    void manyAtOnceFillItExactly() throws Exception {
        limit(LIMIT);
        try (var all = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Boolean>> puts = all.invokeAll(IntStream.range(0, 3 * LIMIT)
                    .<Callable<Boolean>>mapToObj(i -> () -> {
                        try {
                            put(versioned, "k" + i % 30, i % 3);
                            return true;
                        } catch (QuotaExceeded e) {
                            return false;
                        }
                    })
                    .toList());
            assertThat(puts.stream().filter(Future::resultNow)).hasSize(LIMIT);
        }
        assertThat(objects().used()).isEqualTo(LIMIT);
    }

    @Test
    void versionsCountAndMarkersDoNot() throws Exception {
        put(versioned, "a", 3);
        put(versioned, "a", 0);
        delete(versioned);
        delete(versioned);
        assertThat(objects().used()).isEqualTo(2);
        limit(2);
        refused(() -> put(versioned, "b", 1));
    }

    private void delete(Bucket bucket) {
        store.delete(new Deletion(bucket, ObjectKey.of("a"), null, false, false, DeleteConditions.NONE));
    }

    @Test
    void whatReplacesNeedsOneAndGivesOneBack() throws Exception {
        limit(2);
        for (int i = 0; i < 5; i++) {
            put(plain, "a", i);
        }
        assertThat(objects().used()).isEqualTo(1);
        put(plain, "b", 1);
        refused(() -> put(plain, "c", 1));
        delete(plain);
        put(plain, "c", 0);
        assertThat(objects().used()).isEqualTo(2);
    }

    @Test
    void anUploadIsAnObjectWhenItIsCompleted() throws Exception {
        Upload upload = store.createUpload(versioned, ObjectKey.of("big"), Attributes.NONE, null, false, -1);
        String etag = store.putPart(upload, 1, TestGateway.aPut(versioned, "big", new byte[1000]))
                .etag();
        assertThat(objects().used()).isZero();
        put(versioned, "other", 1);
        limit(1);
        List<PartNamed> parts = List.of(new PartNamed(1, etag));
        refused(() -> store.complete(upload, parts, Conditions.NONE, WholeDeclared.NOTHING));
        refused(() -> store.createUpload(versioned, ObjectKey.of("next"), Attributes.NONE, null, false, -1));
        limit(2);
        store.complete(upload, parts, Conditions.NONE, WholeDeclared.NOTHING);
        store.complete(upload, parts, Conditions.NONE, WholeDeclared.NOTHING);
        assertThat(objects().used()).isEqualTo(2);
    }

    @Test
    void anUploadIsCompletedWhereNoByteMoreWouldFit() throws Exception {
        Upload upload = store.createUpload(versioned, ObjectKey.of("big"), Attributes.NONE, null, false, -1);
        String etag = store.putPart(upload, 1, TestGateway.aPut(versioned, "big", new byte[1000]))
                .etag();
        gateway.quotas().setLimit(new Scope.OfNotebook(notebook), new gedeon.kernel.ByteCount(10));
        store.complete(upload, List.of(new PartNamed(1, etag)), Conditions.NONE, WholeDeclared.NOTHING);
        assertThat(objects().used()).isEqualTo(1);
    }
}
