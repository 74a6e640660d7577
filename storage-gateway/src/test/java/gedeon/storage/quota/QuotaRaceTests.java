package gedeon.storage.quota;

import static org.assertj.core.api.Assertions.assertThat;

import gedeon.storage.Attributes;
import gedeon.storage.Gateway;
import gedeon.storage.ObjectKey;
import gedeon.storage.Quota;
import gedeon.storage.QuotaExceeded;
import gedeon.storage.Scope;
import gedeon.storage.StoredVersion;
import gedeon.storage.TestGateway;
import gedeon.storage.notebooks.Notebooks.AccessKey;
import gedeon.storage.notebooks.Principal;
import gedeon.storage.notebooks.Role;
import gedeon.storage.objects.Bucket;
import gedeon.storage.objects.ObjectStore;
import gedeon.storage.objects.ObjectStore.Conditions;
import gedeon.storage.objects.ObjectStore.Put;
import gedeon.storage.objects.ObjectStore.Upload;
import gedeon.storage.s3.PostForm;
import gedeon.storage.s3.S3Options;
import gedeon.storage.s3.S3Server;
import gedeon.storage.s3.S3Service;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** 64 uploads of 5 MiB race for the last 100 MiB: twenty fit, not one byte more is admitted, and the ledger equals the namespace afterwards. */
class QuotaRaceTests {
    private static final int MIB = 1 << 20;
    private static final int SIZE = 5 * MIB;
    private static final long LIMIT = 100L * MIB;
    private static final int UPLOADS = 64;
    private static final byte[] FILE = new byte[SIZE];

    private final Gateway gateway = TestGateway.open();
    private final ObjectStore store = gateway.store();
    private final int notebook = TestGateway.notebook(gateway, "full", LIMIT).id();
    private final Bucket bucket = store.createBucket(notebook, "full", true);

    @AfterEach
    void close() throws Exception {
        gateway.close();
    }

    private Quota quota() {
        return gateway.quotas().quota(new Scope.OfNotebook(notebook));
    }

    private long race(List<Callable<Object>> acts) throws Exception {
        List<Future<Boolean>> results = new ArrayList<>();
        try (var pool = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Callable<Object> act : acts) {
                results.add(pool.submit(() -> {
                    try {
                        act.call();
                        return true;
                    } catch (QuotaExceeded e) {
                        return false;
                    }
                }));
            }
        }
        assertThat(gateway.quotas().verify()).isEmpty();
        assertThat(quota().used().value() + quota().reserved().value()).isLessThanOrEqualTo(LIMIT);
        return results.stream().filter(Future::resultNow).count();
    }

    /** A body whose last byte waits until all uploads that were admitted stand at theirs. */
    private static InputStream held(CountDownLatch release) {
        return new SequenceInputStream(new ByteArrayInputStream(new byte[SIZE - 1]), new InputStream() {
            private boolean given;

            @Override
            public int read() {
                if (given) {
                    return -1;
                }
                try {
                    release.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
                given = true;
                return 0;
            }
        });
    }

    private List<Callable<Object>> puts(long length) {
        CountDownLatch release = new CountDownLatch(1);
        List<Callable<Object>> acts = new ArrayList<>(IntStream.range(0, UPLOADS)
                .<Callable<Object>>mapToObj(i -> () -> store.put(new Put(
                        bucket,
                        ObjectKey.of("k" + i),
                        held(release),
                        length,
                        Attributes.NONE,
                        Set.of(),
                        List::of,
                        Conditions.NONE)))
                .toList());
        acts.add(() -> {
            release.countDown();
            throw new QuotaExceeded(
                    new Scope.OfNotebook(notebook), "not an upload", quota(), gedeon.kernel.ByteCount.ZERO);
        });
        return acts;
    }

    @Test
    void putsFillItExactly() throws Exception {
        assertThat(race(puts(SIZE))).isEqualTo(LIMIT / SIZE);
        assertThat(quota().used().value()).isEqualTo(LIMIT);
    }

    @Test
    void putsOfUnknownLengthNeverPassIt() throws Exception {
        assertThat(race(puts(-1))).isPositive();
        assertThat(quota().used().value()).isLessThanOrEqualTo(LIMIT);
    }

    @Test
    void formsFillItExactly() throws Exception {
        long account = gateway.notebooks().account("ada", Principal.Kind.PERSON).id();
        AccessKey key = gateway.notebooks().issueKey(account, notebook, Role.OWNER);
        S3Service service = new S3Service(
                store,
                gateway.glances(),
                gateway.notebooks(),
                gateway.rights(),
                S3Options.DEFAULTS,
                java.time.Clock.systemUTC());
        try (S3Server server = S3Server.start(service, "127.0.0.1", 0)) {
            URI address = URI.create("http://127.0.0.1:" + server.port() + "/full");
            long stored = race(IntStream.range(0, UPLOADS)
                    .<Callable<Object>>mapToObj(i -> () -> {
                        if (!stored(address, key, "k" + i)) {
                            throw new QuotaExceeded(
                                    new Scope.OfNotebook(notebook), "a form", quota(), gedeon.kernel.ByteCount.ZERO);
                        }
                        return i;
                    })
                    .toList());
            assertThat(stored).isEqualTo(LIMIT / SIZE);
            assertThat(quota().used().value()).isEqualTo(LIMIT);
        }
    }

    /** Whether a form was taken; one that is refused while it still sends may meet a closed connection before it reads why. */
    private static boolean stored(URI address, AccessKey key, String name) throws Exception {
        int status;
        try {
            status = new PostForm()
                    .field("key", name)
                    .signed(key, "full")
                    .send(address, "f", FILE)
                    .statusCode();
        } catch (IOException refused) {
            return false;
        }
        assertThat(status).isIn(204, 403);
        return status == 204;
    }

    @Test
    void partsFillItExactly() throws Exception {
        Upload upload = store.createUpload(bucket, ObjectKey.of("big"), Attributes.NONE, null, false);
        assertThat(race(IntStream.range(1, UPLOADS + 1)
                        .<Callable<Object>>mapToObj(
                                i -> () -> store.putPart(upload, i, TestGateway.aPut(bucket, "big", new byte[SIZE])))
                        .toList()))
                .isEqualTo(LIMIT / SIZE);
        assertThat(quota().used().value()).isEqualTo(LIMIT);
    }

    @Test
    void copiesFillItExactly() throws Exception {
        StoredVersion source = store.put(TestGateway.aPut(bucket, "source", new byte[SIZE]));
        assertThat(race(IntStream.range(0, UPLOADS)
                        .<Callable<Object>>mapToObj(
                                i -> () -> store.copy(source, TestGateway.aPut(bucket, "copy" + i, new byte[0])))
                        .toList()))
                .isEqualTo(LIMIT / SIZE - 1);
        assertThat(quota().used().value()).isEqualTo(LIMIT);
    }

    @Test
    void theUnitsLimitBindsTheSumOfItsNotebooks() throws Exception {
        Bucket other =
                store.createBucket(TestGateway.notebook(gateway, "other", LIMIT).id(), "other", true);
        gateway.quotas()
                .setLimit(
                        new Scope.OfUnit(
                                gateway.notebooks().unit("lab").orElseThrow().id()),
                        new gedeon.kernel.ByteCount(LIMIT));
        assertThat(race(IntStream.range(0, UPLOADS)
                        .<Callable<Object>>mapToObj(i ->
                                () -> store.put(TestGateway.aPut(i % 2 == 0 ? bucket : other, "k" + i, new byte[SIZE])))
                        .toList()))
                .isEqualTo(LIMIT / SIZE);
    }

    @Test
    void twoProcessesFillItExactly() throws Exception {
        var settings = TestGateway.settings();
        try (Gateway one = TestGateway.open(settings, new gedeon.storage.tier.memory.MemoryTier());
                Gateway two = TestGateway.open(settings, new gedeon.storage.tier.memory.MemoryTier())) {
            int id = TestGateway.notebook(one, "shared", LIMIT).id();
            Bucket shared = one.store().createBucket(id, "shared", true);
            long stored = race(IntStream.range(0, UPLOADS)
                    .<Callable<Object>>mapToObj(i -> () ->
                            (i % 2 == 0 ? one : two).store().put(TestGateway.aPut(shared, "k" + i, new byte[SIZE])))
                    .toList());
            assertThat(stored).isEqualTo(LIMIT / SIZE);
            assertThat(one.quotas().quota(new Scope.OfNotebook(id)).used().value())
                    .isEqualTo(LIMIT);
            assertThat(one.quotas().verify()).isEmpty();
        }
    }
}
