package gedeon.storage.operations;

import static org.assertj.core.api.Assertions.assertThat;

import gedeon.kernel.Release;
import gedeon.storage.Gateway;
import gedeon.storage.GatewaySettings;
import gedeon.storage.TestGateway;
import gedeon.storage.sql.Sql;
import gedeon.storage.tier.memory.MemoryTier;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class StorageOverviewTests {
    private Gateway gateway;
    private Sql sql;
    private StorageOverview overview;

    @BeforeEach
    void open() {
        GatewaySettings settings = TestGateway.settings();
        gateway = TestGateway.open(settings, new MemoryTier());
        sql = TestGateway.database(settings);
        overview = new StorageOverview(sql);
    }

    @AfterEach
    void close() throws Exception {
        gateway.close();
    }

    @Test
    void nothingWaitsInAFreshStorage() {
        assertThat(overview.restores()).isEqualTo(new StorageOverview.Restores(0, null, 0, null));
        assertThat(overview.lostAndFound()).isEmpty();
        assertThat(overview.events(List.of("catalogue", "other")))
                .isEqualTo(Map.of(
                        "catalogue", new StorageOverview.Events(0, 0), "other", new StorageOverview.Events(0, 0)));
        assertThat(overview.parked("catalogue", 5)).isEmpty();
        assertThat(overview.processes()).singleElement().satisfies(one -> {
            assertThat(one.role()).isEqualTo("GATEWAY");
            assertThat(one.serves()).isNull();
            assertThat(one.release()).isEqualTo(Release.VERSION);
        });
        assertThat(overview.database()).matches("\\d+\\.\\d+.*");
    }

    @Test
    void onlyALateRestoreIsTheOldest() {
        restore(1, "now() + interval '1 hour'", null);
        assertThat(overview.restores()).isEqualTo(new StorageOverview.Restores(1, null, 0, null));
        restore(2, "'2026-11-20T08:00:00Z'", "the archive is away");
        StorageOverview.Restores late = overview.restores();
        assertThat(late.waiting()).isEqualTo(2);
        assertThat(late.oldest()).isEqualTo(Instant.parse("2026-11-20T08:00:00Z"));
        assertThat(late.failed()).isEqualTo(1);
        assertThat(late.reason()).isEqualTo("the archive is away");
    }

    private void restore(int seq, String due, String reason) {
        sql.update(
                "insert into restore (bucket_id, key, seq, notebook, tier_id, bytes, days, due, reason, claimed_until) values (1, 'k'::bytea, ?, 1, ?, 10, 1, "
                        + due + ", ?, now() + interval '1 hour')",
                seq,
                gateway.tiers().house(),
                reason);
    }

    @Test
    void whatIsPutAsideIsCountedByItsTier() {
        short house = gateway.tiers().house();
        for (int i = 0; i < 3; i++) {
            sql.update(
                    "insert into lost_and_found (tier_id, blob_id, changed) values (?, gen_random_uuid(), now())",
                    house);
        }
        assertThat(overview.lostAndFound()).isEqualTo(Map.of(house, 3L));
    }

    @Test
    void eventsThatStandStillAreToldWithTheirReasonTheNewestFirst() {
        event("catalogue", false, null);
        event("catalogue", true, "the first reason");
        event("catalogue", true, "the second reason");
        event("other", true, "not asked for");
        assertThat(overview.events(List.of("catalogue")))
                .isEqualTo(Map.of("catalogue", new StorageOverview.Events(1, 2)));
        assertThat(overview.parked("catalogue", 1))
                .containsExactly(new StorageOverview.Parked(null, 20, "the second reason"));
        assertThat(overview.parked("catalogue", 5)).hasSize(2);
    }

    private void event(String consumer, boolean parked, String reason) {
        sql.update(
                "insert into outbox (consumer, event, body, change, attempts, parked, reason) values (?, 'stored', '{}', 1, 20, ?, ?)",
                consumer,
                parked,
                reason);
    }

    /** As many as are counted at most, and not one more. */
    @Test
    void countsEndAtTenThousand() {
        sql.update(
                "insert into outbox (consumer, event, body, change, parked) select 'many', 'stored', '{}', 1, false from generate_series(1, 10001)");
        assertThat(Objects.requireNonNull(overview.events(List.of("many")).get("many"))
                        .waiting())
                .isEqualTo(StorageOverview.MOST);
    }
}
