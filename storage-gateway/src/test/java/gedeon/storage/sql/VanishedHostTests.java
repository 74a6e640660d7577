package gedeon.storage.sql;

import static gedeon.storage.TestGateway.aPut;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gedeon.storage.Await;
import gedeon.storage.Gateway;
import gedeon.storage.GatewaySettings;
import gedeon.storage.TestGateway;
import gedeon.storage.objects.Bucket;
import gedeon.storage.quota.jdbc.LeaseSettings;
import gedeon.storage.tier.memory.MemoryTier;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The host of the database, or of a gateway, is gone in the middle of a transaction, and nobody says so. */
@Timeout(280)
class VanishedHostTests {
    private static final byte[] BODY = new byte[1000];
    private static final DatabaseSettings QUICK = new DatabaseSettings(
            Duration.ofSeconds(2),
            Duration.ofSeconds(6),
            Duration.ofSeconds(4),
            Duration.ofSeconds(2),
            Duration.ofHours(1));
    private static final LeaseSettings LEASE = new LeaseSettings(
            Duration.ofSeconds(25),
            Duration.ofSeconds(1),
            Duration.ofSeconds(18),
            Duration.ofSeconds(1),
            LeaseSettings.DEFAULTS.slice());

    private GatewaySettings direct;
    private SilentProxy network;
    private Gateway behind;
    private Gateway beside;
    private Bucket bucket;

    @BeforeEach
    void open() throws Exception {
        direct = TestGateway.settings().withDatabase(QUICK).withLease(LEASE);
        network = new SilentProxy(direct.jdbcUrl());
        GatewaySettings through = GatewaySettings.of(
                        network.jdbcUrl(), direct.user(), direct.password(), direct.masterKey(), direct.consumers())
                .withDatabase(QUICK)
                .withLease(LEASE);
        MemoryTier tier = new MemoryTier();
        beside = TestGateway.open(direct, tier);
        behind = TestGateway.open(through, tier);
        int notebook = TestGateway.notebook(beside, "n", 1L << 30).id();
        bucket = beside.store().createBucket(notebook, "bucket", true);
    }

    @AfterEach
    void close() throws Exception {
        // So that it can say that it ends.
        network.mend();
        behind.close();
        beside.close();
        network.close();
    }

    /** It holds the row that every draw locks. */
    @Test
    void aGatewayThatIsGoneInTheMiddleOfADrawKeepsNobodyWaiting() throws Exception {
        network.cutBehind("update quota set taken = taken +");
        CompletableFuture<Void> lost = CompletableFuture.runAsync(() -> put(behind, "lost"));
        assertThat(network.isCutWithin(60)).isTrue();
        CompletableFuture<Void> other = CompletableFuture.runAsync(() -> put(beside, "other"));
        other.get(60, TimeUnit.SECONDS);
        assertThatThrownBy(() -> lost.get(90, TimeUnit.SECONDS)).isInstanceOf(ExecutionException.class);
        // Its lease ends as any dead process's does.
        Sql database = TestGateway.database(direct);
        await(() -> database.one(row -> row.getInt(1), "select count(*) from process")
                        .orElse(0)
                == 1);
    }

    @Test
    void aDatabaseThatIsGoneInTheMiddleOfACommitIsNotWaitedForForEver() throws Exception {
        put(behind, "before");
        network.cutBehind("insert into version");
        CompletableFuture<Void> lost = CompletableFuture.runAsync(() -> put(behind, "lost"));
        assertThat(network.isCutWithin(60)).isTrue();
        assertThatThrownBy(() -> lost.get(90, TimeUnit.SECONDS)).isInstanceOf(ExecutionException.class);
        network.mend();
        // The same notebook: the same committer.
        await(() -> {
            try {
                put(behind, "after");
                return true;
            } catch (RuntimeException e) {
                return false;
            }
        });
    }

    private static void await(BooleanSupplier condition) {
        Await.until(condition, Duration.ofMinutes(2));
    }

    private void put(Gateway gateway, String key) {
        try {
            gateway.store().put(aPut(bucket, key, BODY));
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
