package gedeon.storage.objects;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gedeon.storage.Attributes;
import gedeon.storage.Gateway;
import gedeon.storage.GatewaySettings;
import gedeon.storage.ObjectKey;
import gedeon.storage.StoredVersion;
import gedeon.storage.TestGateway;
import gedeon.storage.Versioning;
import gedeon.storage.objects.ObjectStore.Conditions;
import gedeon.storage.objects.ObjectStore.DeleteConditions;
import gedeon.storage.objects.ObjectStore.Deleted;
import gedeon.storage.objects.ObjectStore.Deletion;
import gedeon.storage.objects.ObjectStore.PartNamed;
import gedeon.storage.objects.ObjectStore.Put;
import gedeon.storage.objects.ObjectStore.Upload;
import gedeon.storage.objects.ObjectStore.WholeDeclared;
import gedeon.storage.tier.memory.MemoryTier;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Conditions hold whatever the concurrency, also when every writer goes through another process than the one before. */
class ConditionRaceTests {
    private static final int WRITERS = 64;

    private final GatewaySettings settings = TestGateway.settings();
    private final MemoryTier tier = new MemoryTier();
    private final Gateway[] processes = {
        TestGateway.open(settings, tier), TestGateway.open(settings, tier), TestGateway.open(settings, tier)
    };
    private final int notebook =
            TestGateway.notebook(processes[0], "nmr", 1L << 30).id();

    @AfterEach
    void noLedgerDriftIsLeft() throws IOException {
        assertThat(processes[0].quotas().verify()).isEmpty();
        for (Gateway process : processes) {
            process.close();
        }
    }

    /** How many of the writers came through; the others must have been refused for the condition. */
    private <T> List<T> winners(Function<ObjectStore, Callable<T>> writer) throws Exception {
        List<Callable<T>> all = new ArrayList<>();
        for (int i = 0; i < WRITERS; i++) {
            all.add(writer.apply(processes[i % processes.length].store()));
        }
        List<T> won = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Future<T> one : threads.invokeAll(all)) {
                if (one.state() == Future.State.SUCCESS) {
                    won.add(one.resultNow());
                } else {
                    assertThat(one.exceptionNow())
                            .isInstanceOfSatisfying(
                                    Refusal.class,
                                    refusal ->
                                            assertThat(refusal.reason()).isEqualTo(Refusal.Reason.PRECONDITION_FAILED));
                }
            }
        }
        return won;
    }

    private static StoredVersion put(ObjectStore store, Bucket bucket, Conditions conditions) throws IOException {
        Put put = TestGateway.aPut(bucket, "key", new byte[100]);
        return store.put(new Put(
                put.bucket(),
                put.key(),
                put.body(),
                put.length(),
                put.attributes(),
                put.compute(),
                put.declared(),
                conditions));
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void ofWritersWhoWantTheKeyFreeOneWins(boolean versioned) throws Exception {
        Bucket bucket = processes[0].store().createBucket(notebook, "data", versioned);
        assertThat(winners(store -> () -> put(store, bucket, new Conditions(null, "*"))))
                .hasSize(1);
    }

    @Test
    void ofCompletionsThatWantTheKeyFreeOneWins() throws Exception {
        Bucket bucket = processes[0].store().createBucket(notebook, "data", false);
        assertThat(winners(store -> () -> {
                    Upload upload = store.createUpload(bucket, ObjectKey.of("key"), Attributes.NONE, null, false);
                    String etag = store.putPart(upload, 1, TestGateway.aPut(bucket, "key", new byte[10]))
                            .etag();
                    return store.complete(
                            upload, List.of(new PartNamed(1, etag)), new Conditions(null, "*"), WholeDeclared.NOTHING);
                }))
                .hasSize(1);
    }

    @Test
    void ofDeletesOfOneVersionThatWasSeenOneMakesTheMarker() throws Exception {
        Bucket bucket = processes[0].store().createBucket(notebook, "data", true);
        StoredVersion seen = put(processes[0].store(), bucket, Conditions.NONE);
        List<Deleted> won = winners(store -> () -> store.delete(new Deletion(
                bucket,
                seen.key(),
                null,
                false,
                false,
                new DeleteConditions(seen.etag(), null, seen.size().value()))));
        assertThat(won).hasSize(1);
    }

    @Test
    void whatIsRefusedAfterItsBytesCameLeavesNoneOfThem() throws Exception {
        Bucket bucket = processes[0].store().createBucket(notebook, "data", false);
        winners(store -> () -> put(store, bucket, new Conditions(null, "*")));
        assertThat(tier.blobs()).isEqualTo(1);
    }

    @Test
    void whoOnlyAddsNeverTakesThePlaceOfWhatAMarkerHides() throws Exception {
        ObjectStore store = processes[0].store();
        Bucket plain = store.createBucket(notebook, "data", false);
        put(store, plain, Conditions.NONE);
        store.setVersioning(plain, Versioning.ENABLED);
        store.delete(store.bucket("data").orElseThrow(), ObjectKey.of("key"), null, false);
        store.setVersioning(plain, Versioning.SUSPENDED);
        Bucket suspended = store.bucket("data").orElseThrow();
        assertThatThrownBy(() -> put(store, suspended, new Conditions(null, null, true)))
                .isInstanceOf(Refusal.class);
        assertThat(store.find(suspended, ObjectKey.of("key"), null, true)).isPresent();
    }
}
