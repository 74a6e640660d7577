package gedeon.storage.sql;

import static org.assertj.core.api.Assertions.assertThat;

import gedeon.storage.Await;
import gedeon.storage.Gateway;
import gedeon.storage.GatewaySettings;
import gedeon.storage.ObjectKey;
import gedeon.storage.Seals;
import gedeon.storage.StoredVersion;
import gedeon.storage.TestGateway;
import gedeon.storage.VersionId;
import gedeon.storage.journal.JournalSettings;
import gedeon.storage.lifecycle.tiering.StoragePolicy;
import gedeon.storage.lifecycle.tiering.Unsettled;
import gedeon.storage.tier.memory.MemoryTier;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a lifecycle asks of a version before it goes, and what marks versions as sealed, reads what it is about, however much there is beside. */
class OutrankingStatementTests {
    private static final List<String> FILL = List.of(
            "insert into version (bucket_id, key, seq, nonce, is_null, size, blob_id, etag, change) select b.id, convert_to('f/' || n, 'utf8'), n, n, false, 1, md5('b' || n)::uuid, 'e', 0 from generate_series(1, 100000) n, bucket b",
            "insert into version (bucket_id, key, seq, nonce, is_null, size, content_id, etag, change) select b.id, convert_to('g/' || n, 'utf8'), n, n, false, 1, md5('c' || n)::uuid, 'e', 0 from generate_series(1, 25000) n, bucket b",
            "insert into blob (id, notebook, size) select v.blob_id, b.notebook, 1 from version v, bucket b where v.blob_id is not null",
            "insert into location (blob_id, tier_id, pos, length) select id, 1, 0, 17 from blob",
            "insert into part (content_id, number, start, size, blob_id, md5) select md5('c' || (n + 3) / 4)::uuid, n % 4 + 1, n % 4, 1, md5('b' || n)::uuid, '\\x00' from generate_series(1, 100000) n",
            "vacuum analyze",
            "select pg_stat_reset()");
    private static final String READ = """
            select t.relation || ' ' || sum(t.read) from (
                select regexp_replace(relname, '_[0-9]+$', '') as relation, seq_tup_read as read from pg_stat_user_tables where schemaname = 'storage'
                union all select regexp_replace(relname, '_[0-9]+$', ''), idx_tup_read from pg_stat_user_indexes where schemaname = 'storage') t
            where t.relation ~ '^(version|blob|location|part|current)' group by t.relation having sum(t.read) >= 10000""";

    @Test
    void eachVersionCostsItsOwnRows() throws Exception {
        // A snapshot of the journal reads everything, as it should.
        GatewaySettings settings =
                TestGateway.settings().withJournal(JournalSettings.DEFAULTS.keptEvery(Duration.ofDays(1)));
        Sql sql = TestGateway.database(settings);
        try (Gateway gateway = TestGateway.open(settings, new MemoryTier())) {
            int notebook = TestGateway.notebook(gateway, "n", 1L << 40).id();
            gateway.store().createBucket(notebook, "full", true);
            short house = gateway.tiers().all().getFirst().id();
            gateway.tiering()
                    .policies()
                    .assign(
                            notebook,
                            gateway.tiering()
                                    .policies()
                                    .save(new StoragePolicy(0, "p", List.of(house), List.of(), List.of(), 90)));
            sql.update("alter table version disable trigger user");
            sql.update("alter table part disable trigger user");
            for (String each : FILL.subList(0, FILL.size() - 1)) {
                sql.update(each);
            }
            sql.update("alter table version enable trigger user");
            List<Seals.Part> parts = new ArrayList<>();
            for (int n = 1; n <= 500; n++) {
                parts.add(new Seals.Part(ObjectKey.of("f/" + n * 150), new VersionId(n * 150L, n * 150L)));
            }
            sql.list(row -> true, FILL.getLast());
            gateway.seals().mark(notebook, "full", parts);
            Unsettled unsettled = gateway.tiering().unsettled();
            for (int n = 1; n <= 20; n++) {
                StoredVersion version = gateway.store()
                        .find(gateway.store().bucket("full").orElseThrow(), ObjectKey.of("g/" + n * 1000), null, false)
                        .orElseThrow();
                assertThat(unsettled.of(version)).contains(new Unsettled.Standing(false, List.of()));
            }
        }
        Await.until(() -> sql.list(
                        row -> true,
                        "select 1 from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid() and backend_type = 'client backend'")
                .isEmpty());
        assertThat(sql.list(row -> row.getString(1), READ)).isEmpty();
        assertThat(sql.list(row -> row.getLong(1), "select count(*) from version where sealed"))
                .containsExactly(500L);
    }
}
