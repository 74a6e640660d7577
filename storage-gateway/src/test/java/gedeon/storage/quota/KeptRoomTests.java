package gedeon.storage.quota;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gedeon.storage.Attributes;
import gedeon.storage.Gateway;
import gedeon.storage.ObjectKey;
import gedeon.storage.Quota;
import gedeon.storage.QuotaExceeded;
import gedeon.storage.Scope;
import gedeon.storage.TestGateway;
import gedeon.storage.objects.Bucket;
import gedeon.storage.objects.ObjectStore;
import gedeon.storage.objects.ObjectStore.Conditions;
import gedeon.storage.objects.ObjectStore.Part;
import gedeon.storage.objects.ObjectStore.PartNamed;
import gedeon.storage.objects.ObjectStore.Upload;
import gedeon.storage.objects.ObjectStore.WholeDeclared;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** An upload that declares its size has its room from the beginning, and nobody else takes it. */
class KeptRoomTests {
    private static final int MIB = 1 << 20;

    private final Gateway gateway = TestGateway.open();
    private final int notebook = TestGateway.notebook(gateway, "nmr", 32 * MIB).id();
    private final ObjectStore store = gateway.store();
    private final Bucket bucket = store.createBucket(notebook, "data", false);

    @AfterEach
    void noLedgerDriftIsLeft() throws IOException {
        assertThat(gateway.quotas().verify()).isEmpty();
        gateway.close();
    }

    private Upload declared(long bytes) {
        return store.createUpload(bucket, ObjectKey.of("big"), Attributes.NONE, null, false, bytes);
    }

    private Part put(Upload upload, int number, int bytes) throws IOException {
        return store.putPart(upload, number, TestGateway.aPut(bucket, "big", new byte[bytes]));
    }

    private Quota quota() {
        return gateway.quotas().quota(new Scope.OfNotebook(notebook));
    }

    @Test
    void othersAreRefusedTheRoomAndTheUploadEndsInIt() throws IOException {
        Upload upload = declared(30 * MIB);
        assertThatThrownBy(() -> store.put(TestGateway.aPut(bucket, "other", new byte[3 * MIB])))
                .isInstanceOf(QuotaExceeded.class);
        List<PartNamed> parts = List.of(
                new PartNamed(1, put(upload, 1, 10 * MIB).etag()),
                new PartNamed(2, put(upload, 2, 10 * MIB).etag()),
                new PartNamed(3, put(upload, 3, 10 * MIB).etag()));
        store.complete(upload, parts, Conditions.NONE, WholeDeclared.NOTHING);
        assertThat(quota().used().value()).isEqualTo(30 * MIB);
        store.put(TestGateway.aPut(bucket, "other", new byte[2 * MIB]));
    }

    @Test
    void aPartThatIsSentAgainNeedsNoMoreRoom() throws IOException {
        Upload upload = declared(32 * MIB);
        for (int i = 0; i < 3; i++) {
            put(upload, 1, 12 * MIB);
        }
        assertThat(quota().used().value()).isEqualTo(12 * MIB);
    }

    @Test
    void whatIsNotUsedComesBackAtTheEnd() throws IOException {
        Upload upload = declared(30 * MIB);
        Part part = put(upload, 1, MIB);
        store.complete(upload, List.of(new PartNamed(1, part.etag())), Conditions.NONE, WholeDeclared.NOTHING);
        store.put(TestGateway.aPut(bucket, "other", new byte[31 * MIB]));
        assertThat(quota().used().value()).isEqualTo(32 * MIB);
    }

    @Test
    void anAbortGivesAllOfItBack() throws IOException {
        Upload upload = declared(30 * MIB);
        put(upload, 1, 20 * MIB);
        store.abort(upload);
        store.put(TestGateway.aPut(bucket, "other", new byte[32 * MIB]));
    }

    @Test
    void whoDeclaresTooLittleIsAdmittedLikeAnybodyElse() throws Exception {
        Upload upload = declared(8 * MIB);
        try (ExecutorService all = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Part>> parts = all.invokeAll(IntStream.rangeClosed(1, 8)
                    .<Callable<Part>>mapToObj(number -> () -> put(upload, number, 6 * MIB))
                    .toList());
            long stored = 0;
            for (Future<Part> part : parts) {
                if (part.state() == Future.State.SUCCESS) {
                    stored += part.resultNow().size();
                } else {
                    assertThat(part.exceptionNow()).isInstanceOf(QuotaExceeded.class);
                }
            }
            assertThat(stored).isBetween(6L * MIB, 32L * MIB);
            assertThat(quota().used().value()).isEqualTo(stored);
        }
    }

    @Test
    void moreThanTheNotebookHasIsRefusedAtOnce() {
        assertThatThrownBy(() -> declared(33 * MIB)).isInstanceOf(QuotaExceeded.class);
        assertThat(store.uploads(bucket, new byte[0], new byte[0], null, 10).uploads())
                .isEmpty();
    }
}
