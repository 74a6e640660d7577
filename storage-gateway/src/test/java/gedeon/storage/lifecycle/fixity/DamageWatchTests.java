package gedeon.storage.lifecycle.fixity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gedeon.storage.Await;
import gedeon.storage.TestGateway;
import gedeon.storage.events.JdbcOutbox;
import gedeon.storage.lifecycle.SeveralTiers;
import gedeon.storage.sql.Sql;
import gedeon.storage.tier.jdbc.TierRow;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** What is damaged, lost and repaired is told once, however many processes look. */
class DamageWatchTests extends SeveralTiers {
    private final List<DamageChanged> told = new ArrayList<>();

    private void awaitTold(int count) {
        Await.until(() -> {
            gateway.damageWatch().deliver(told::add);
            return told.size() >= count;
        });
    }

    @Test
    void whatIsLostIsTold() throws Exception {
        var version = put("large", random(3 << 20));
        flip(onlyFile("house"), 2_000_000);
        assertThatThrownBy(() -> read(version)).isInstanceOf(java.io.IOException.class);
        awaitTold(1);
        assertThat(told)
                .usingRecursiveFieldByFieldElementComparatorIgnoringFields("number")
                .containsExactly(new DamageChanged(0, houseName(), 1, 1, 0, 0));
        assertThat(told.getFirst().loses()).isTrue();
    }

    @Test
    void whatIsRepairedIsToldAndNothingIsToldTwice() throws Exception {
        policy(List.of(second.id()));
        var version = put("large", random(3 << 20));
        Await.until(() -> allIn(house, second.id()));
        // As long as the other copy cannot be read, nothing can be repaired.
        gateway.tiers().setState(second.id(), TierRow.State.OFF);
        flip(onlyFile("house"), 2_000_000);
        assertThatThrownBy(() -> read(version)).isInstanceOf(java.io.IOException.class);
        awaitTold(1);
        gateway.tiers().setState(second.id(), TierRow.State.ONLINE);
        awaitTold(2);
        assertThat(told)
                .usingRecursiveFieldByFieldElementComparatorIgnoringFields("number")
                .containsExactly(
                        new DamageChanged(0, houseName(), 1, 0, 0, 0), new DamageChanged(0, houseName(), 0, 0, 1, 0));
        assertThat(told.getLast().number()).isGreaterThan(told.getFirst().number());
        assertThat(told.getLast().loses()).isFalse();
        assertThat(gateway.damageWatch().look()).isZero();
        assertThat(gateway.damageWatch().deliver(told::add)).isZero();
    }

    @Test
    void ofManyWhoLookOneTells() throws Exception {
        // On a database of its own, where nobody else looks and nobody repairs.
        Sql alone = TestGateway.database(TestGateway.settings());
        alone.update(
                "insert into tier (uuid, kind, name, settings, rank) values (gen_random_uuid(), 'posix', 'alone', '{}', 0)");
        alone.update(
                "insert into damage (blob_id, tier_id, reason) select gen_random_uuid(), t.id, 'tried out' from tier t, generate_series(1, 1000)");
        JdbcOutbox outbox = new JdbcOutbox(alone, List.of(DamageWatch.CONSUMER));
        CountDownLatch together = new CountDownLatch(8);
        List<Future<Integer>> looks = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 8; i++) {
                looks.add(threads.submit(() -> {
                    together.countDown();
                    together.await();
                    return new DamageWatch(alone, new Damages(alone), outbox).look();
                }));
            }
        }
        int changed = 0;
        for (Future<Integer> look : looks) {
            changed += look.get();
        }
        assertThat(changed).isEqualTo(1);
        new DamageWatch(alone, new Damages(alone), outbox).deliver(told::add);
        assertThat(told).singleElement().satisfies(one -> {
            assertThat(one.open()).isEqualTo(1000);
            assertThat(one.lost()).isEqualTo(1000);
        });
    }

    private String houseName() {
        return gateway.tiers().all().getFirst().name();
    }
}
