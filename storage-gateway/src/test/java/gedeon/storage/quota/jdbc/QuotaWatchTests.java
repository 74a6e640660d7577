package gedeon.storage.quota.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import gedeon.kernel.ByteCount;
import gedeon.storage.Await;
import gedeon.storage.Gateway;
import gedeon.storage.GatewaySettings;
import gedeon.storage.ObjectKey;
import gedeon.storage.QuotaChange;
import gedeon.storage.QuotaExceeded;
import gedeon.storage.QuotaNearlyFull;
import gedeon.storage.Scope;
import gedeon.storage.TestGateway;
import gedeon.storage.events.JdbcOutbox;
import gedeon.storage.objects.Bucket;
import gedeon.storage.objects.ObjectStore;
import gedeon.storage.objects.ObjectStore.DeleteConditions;
import gedeon.storage.objects.ObjectStore.Deletion;
import gedeon.storage.quota.QuotaSettings;
import gedeon.storage.sql.Sql;
import gedeon.storage.tier.memory.MemoryTier;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A threshold that is passed is told once, and once more only after the use fell below it; the limit binds whatever was told. */
class QuotaWatchTests {
    private static final int KB = 1000;

    private final GatewaySettings settings = TestGateway.settings();
    private final Gateway gateway = TestGateway.open(settings, new MemoryTier());
    private final int notebook = TestGateway.notebook(gateway, "nmr", 100 * KB).id();
    private final Scope scope = new Scope.OfNotebook(notebook);
    private final ObjectStore store = gateway.store();
    private final Bucket bucket = store.createBucket(notebook, "data", false);
    private final HikariDataSource pool = pool(settings);
    private final Sql sql = new Sql(pool);

    private static HikariDataSource pool(GatewaySettings settings) {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(settings.jdbcUrl());
        config.setUsername(settings.user());
        config.setPassword(settings.password());
        config.setSchema("storage");
        config.setMaximumPoolSize(5);
        return new HikariDataSource(config);
    }

    @AfterEach
    void close() throws IOException {
        assertThat(gateway.quotas().verify()).isEmpty();
        pool.close();
        gateway.close();
    }

    private void put(String key, int kilobytes) throws IOException {
        store.put(TestGateway.aPut(bucket, key, new byte[kilobytes * KB]));
    }

    private void delete(String key) {
        store.delete(new Deletion(bucket, ObjectKey.of(key), null, false, false, DeleteConditions.NONE));
    }

    private List<String> told() {
        List<String> told = new ArrayList<>();
        gateway.quotaWatch().deliver(event -> told.add(event.name() + " " + event.percent()));
        return told;
    }

    private void seenAt(int level) {
        Await.until(() -> sql.one(row -> row.getInt(1), "select level from quota where kind = 'n' and id = ?", notebook)
                        .orElseThrow()
                == level);
    }

    @Test
    void eachThresholdIsToldOnceAndAgainAfterItFellBelow() throws Exception {
        put("a", 79);
        assertThat(told()).isEmpty();
        put("b", 2);
        seenAt(1);
        assertThat(told()).containsExactly("nmr 80");
        put("c", 10);
        seenAt(2);
        put("d", 1);
        assertThat(told()).containsExactly("nmr 90");
        delete("c");
        seenAt(1);
        assertThat(told()).isEmpty();
        put("c", 12);
        seenAt(2);
        assertThat(told()).containsExactly("nmr 90");
    }

    @Test
    void whoWritesIsToldWhatIsLeft() throws Exception {
        put("a", 79);
        assertThat(store.nearlyFull(notebook)).isEmpty();
        put("b", 2);
        assertThat(store.nearlyFull(notebook))
                .hasValueSatisfying(quota -> assertThat(quota.used().value()).isEqualTo(81 * KB));
        delete("a");
        assertThat(store.nearlyFull(notebook)).isEmpty();
    }

    @Test
    void ofManyWhoLookOneTells() throws Exception {
        put("a", 95);
        seenAt(2);
        // At once: the gateway's own watch looks as well, and may be the one who tells.
        sql.update("with told as (delete from outbox) update quota set level = 0");
        List<JdbcQuotaWatch> watches = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            watches.add(new JdbcQuotaWatch(sql, QuotaSettings.DEFAULTS, new JdbcOutbox(sql, List.of())));
        }
        try (var all = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Future<Integer> look : all.invokeAll(watches.stream()
                    .<Callable<Integer>>map(watch -> watch::look)
                    .toList())) {
                look.get();
            }
        }
        watches.forEach(JdbcQuotaWatch::close);
        assertThat(told()).containsExactly("nmr 90");
    }

    @Test
    void anEventThatIsNotTakenComesAgain() throws Exception {
        put("a", 95);
        seenAt(2);
        assertThat(gateway.quotaWatch().deliver(event -> {
                    throw new IllegalStateException("not now");
                }))
                .isZero();
        sql.update("update outbox set ready_at = now() - interval '1 second' where consumer = 'quota'");
        assertThat(told()).containsExactly("nmr 90");
    }

    @Test
    void aScopeHasItsOwnThresholdsAndObjectsCountToo() throws Exception {
        gateway.quotas().change(scope, QuotaChange.objects(10L).withWarnings(20, 40, null));
        for (int i = 0; i < 3; i++) {
            put("k" + i, 1);
        }
        seenAt(1);
        assertThat(told()).containsExactly("nmr 20");
        assertThat(gateway.quotaWatch().nearlyFull(5))
                .singleElement()
                .satisfies(one -> assertThat(one.share()).isEqualTo(0.3));
        assertThatThrownBy(() -> gateway.quotas().change(scope, QuotaChange.NOTHING.withWarnings(50, null, null)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("50 and 40");
    }

    @Test
    void aUnitIsNearlyFullByTheSumOfItsNotebooks() throws Exception {
        int lab = gateway.notebooks().unit("lab").orElseThrow().id();
        gateway.quotas().setLimit(new Scope.OfUnit(lab), new ByteCount(150 * KB));
        int other = TestGateway.notebook(gateway, "other", 100 * KB).id();
        Bucket there = store.createBucket(other, "there", false);
        put("a", 70);
        store.put(TestGateway.aPut(there, "b", new byte[66 * KB]));
        Await.until(() -> gateway.quotaWatch().nearlyFull(5).size() == 1);
        QuotaNearlyFull full = gateway.quotaWatch().nearlyFull(5).getFirst();
        assertThat(full.scope()).isEqualTo(new Scope.OfUnit(lab));
        assertThat(full.alarm()).isTrue();
        assertThat(full.quota().used().value()).isEqualTo(136 * KB);
    }

    @Test
    void afterItsGraceTheAlarmBinds() throws Exception {
        gateway.quotas().change(scope, QuotaChange.NOTHING.withWarnings(null, 90, 7));
        put("a", 91);
        seenAt(2);
        put("b", 1);
        sql.update("update quota set level_since = now() - interval '8 days' where kind = 'n' and id = ?", notebook);
        gateway.quotas().change(scope, QuotaChange.NOTHING);
        Await.until(() -> gateway.quotas().quota(scope).reserved().isZero());
        assertThatThrownBy(() -> put("c", 1))
                .isInstanceOf(QuotaExceeded.class)
                .hasMessageContaining("limit 90000 bytes");
        delete("a");
        put("c", 1);
    }
}
