package gedeon.storage.objects;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gedeon.storage.Attributes;
import gedeon.storage.Gateway;
import gedeon.storage.ObjectKey;
import gedeon.storage.TestGateway;
import gedeon.storage.objects.ObjectStore.Upload;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A bucket is removed beside uploads that begin and end in it. */
class BucketRemovalTests {
    private final Gateway gateway = TestGateway.open();
    private final int notebook = TestGateway.notebook(gateway, "n", 1L << 30).id();
    private final ObjectStore store = gateway.store();

    @AfterEach
    void noLedgerDriftIsLeft() throws Exception {
        assertThat(gateway.quotas().verify()).isEmpty();
        gateway.close();
    }

    private Upload begin(Bucket bucket) {
        return store.createUpload(bucket, ObjectKey.of("k"), Attributes.NONE, null, false, 1 << 20);
    }

    @Test
    void anUploadIntoABucketThatIsGoneIsRefused() {
        Bucket bucket = store.createBucket(notebook, "bucket", false);
        store.deleteBucket("bucket");
        assertThatThrownBy(() -> begin(bucket))
                .isInstanceOfSatisfying(
                        Refusal.class, e -> assertThat(e.reason()).isEqualTo(Refusal.Reason.NO_SUCH_BUCKET));
    }

    @Test
    void uploadsThatBeginAndEndMeanwhileEndInNothingWorseThanARefusal() throws Exception {
        try (ExecutorService all = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int round = 0; round < 25; round++) {
                String name = "bucket-" + round;
                Bucket bucket = store.createBucket(notebook, name, false);
                List<Callable<Object>> acts = new ArrayList<>();
                for (int i = 0; i < 4; i++) {
                    acts.add(() -> {
                        store.abort(begin(bucket));
                        return true;
                    });
                    acts.add(() -> begin(bucket));
                }
                acts.add(4, () -> {
                    store.deleteBucket(name);
                    return true;
                });
                for (Future<Object> done : all.invokeAll(acts)) {
                    if (done.state() == Future.State.FAILED) {
                        assertThat(done.exceptionNow()).isInstanceOf(Refusal.class);
                    }
                }
            }
        }
    }
}
