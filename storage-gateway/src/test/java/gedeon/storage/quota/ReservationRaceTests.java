package gedeon.storage.quota;

import static org.assertj.core.api.Assertions.assertThat;

import gedeon.kernel.ByteCount;
import gedeon.storage.Attributes;
import gedeon.storage.Gateway;
import gedeon.storage.GatewaySettings;
import gedeon.storage.ObjectKey;
import gedeon.storage.Quota;
import gedeon.storage.QuotaExceeded;
import gedeon.storage.Reservations.Wanted;
import gedeon.storage.Scope;
import gedeon.storage.TestGateway;
import gedeon.storage.notebooks.Principal;
import gedeon.storage.objects.Bucket;
import gedeon.storage.objects.ObjectStore;
import gedeon.storage.objects.ObjectStore.Conditions;
import gedeon.storage.objects.ObjectStore.PartNamed;
import gedeon.storage.objects.ObjectStore.Upload;
import gedeon.storage.objects.ObjectStore.WholeDeclared;
import gedeon.storage.tier.memory.MemoryTier;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** 64 uploads in sixteen reservations and others beside them, in two processes, at the last byte: what is reserved is stored, and not one byte more. */
class ReservationRaceTests {
    private static final int MIB = 1 << 20;
    private static final int RESERVATIONS = 16;
    private static final int EACH = 4;
    private static final Duration WEEK = Duration.ofDays(7);

    private final GatewaySettings settings = TestGateway.settings();
    private final Gateway one = TestGateway.open(settings, new MemoryTier());
    private final Gateway two = TestGateway.open(settings, new MemoryTier());
    private int notebook;
    private long account;
    private Bucket bucket;

    @BeforeEach
    void make() {
        notebook = TestGateway.notebook(one, "full", 100L * MIB).id();
        account = one.notebooks().account("agent 1", Principal.Kind.AGENT).id();
        bucket = one.store().createBucket(notebook, "full", true);
    }

    @AfterEach
    void close() throws Exception {
        one.close();
        two.close();
    }

    private Quota quota() {
        return one.quotas().quota(new Scope.OfNotebook(notebook));
    }

    private Gateway process(int i) {
        return i % 2 == 0 ? one : two;
    }

    private Wanted wanted(int i, long bytes) {
        return new Wanted(notebook, account, "ms", "run" + i, new ByteCount(bytes), EACH);
    }

    /** How many were admitted. */
    private static long race(List<Callable<Object>> acts) throws Exception {
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
        return results.stream().filter(Future::resultNow).count();
    }

    private Object stored(ObjectStore store, String key, Claim claim, boolean inParts) throws IOException {
        if (!inParts) {
            return store.put(TestGateway.aPut(bucket, key, new byte[MIB]).within(claim));
        }
        Upload upload = store.createUpload(bucket, ObjectKey.of(key), Attributes.NONE, null, false, -1, claim);
        String etag = store.putPart(upload, 1, TestGateway.aPut(bucket, key, new byte[MIB]))
                .etag();
        return store.complete(upload, List.of(new PartNamed(1, etag)), Conditions.NONE, WholeDeclared.NOTHING);
    }

    @Test
    void whatIsReservedIsStoredAndTheRestIsFilledToTheLastByte() throws Exception {
        List<Claim> claims = IntStream.range(0, RESERVATIONS)
                .mapToObj(i -> new Claim(
                        process(i)
                                .reservations()
                                .reserve(wanted(i, (long) EACH * MIB), WEEK)
                                .id(),
                        account))
                .toList();
        List<Callable<Object>> acts = new ArrayList<>();
        for (int i = 0; i < RESERVATIONS * EACH; i++) {
            int number = i;
            Claim claim = claims.get(i % RESERVATIONS);
            acts.add(() -> stored(process(number / 3).store(), "in" + number, claim, number % 3 == 0));
        }
        List<Callable<Object>> beside = new ArrayList<>();
        for (int i = 0; i < 64; i++) {
            int number = i;
            beside.add(() -> process(number).store().put(TestGateway.aPut(bucket, "beside" + number, new byte[MIB])));
        }
        List<Callable<Object>> all = new ArrayList<>(beside);
        all.addAll(acts);
        assertThat(race(all)).isEqualTo(100);
        assertThat(one.quotas().verify()).isEmpty();
        assertThat(quota().used().value()).isEqualTo(100L * MIB);
        assertThat(quota().reserved().value()).isZero();
        for (int i = 0; i < RESERVATIONS * EACH; i++) {
            assertThat(one.store().find(bucket, ObjectKey.of("in" + i), null, false))
                    .as("reserved, in%s", i)
                    .isPresent();
        }
    }

    /** Reservations themselves race, are asked for twice, grow, shrink and end while objects are stored in them. */
    @Test
    void reservationsThatRaceNeverPassTheLimit() throws Exception {
        List<Callable<Object>> acts = new ArrayList<>();
        for (int i = 0; i < 64; i++) {
            int number = i;
            acts.add(() -> {
                Gateway process = process(number);
                Claim claim = new Claim(
                        process.reservations()
                                .reserve(wanted(number / 2, 5L * MIB), WEEK)
                                .id(),
                        account);
                stored(process.store(), "a" + number, claim, number % 4 < 2);
                process.reservations().reserve(wanted(number / 2, number % 3 * (long) MIB), WEEK);
                stored(process.store(), "b" + number, claim, number % 5 < 2);
                if (number % 3 == 0) {
                    process.reservations().end(account, claim.reservation());
                }
                return number;
            });
        }
        race(acts);
        assertThat(quota().used().value() + quota().reserved().value()).isLessThanOrEqualTo(100L * MIB);
        assertThat(one.quotas().verify()).isEmpty();
        for (int i = 0; i < 32; i++) {
            one.reservations().end(notebook, account, "ms", "run" + i);
        }
        long left = 100L * MIB - quota().used().value();
        one.store().put(TestGateway.aPut(bucket, "rest", new byte[(int) left]));
        assertThat(quota().used().value()).isEqualTo(100L * MIB);
        assertThat(one.quotas().verify()).isEmpty();
    }
}
