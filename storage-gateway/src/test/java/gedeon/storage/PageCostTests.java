package gedeon.storage;

import static org.assertj.core.api.Assertions.assertThat;

import gedeon.storage.namespace.Listing;
import gedeon.storage.sql.Sql;
import gedeon.storage.tier.memory.MemoryTier;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A page of a listing costs its rows, however the rows of its bucket lie between those of others and however many are behind it. */
class PageCostTests {
    private static final int KEYS = 4_000;
    private static final int PAGE = 1_000;

    /** Buckets of one partition that were written at the same time, a row of each after the other. */
    private static final String FILL = """
            insert into current (bucket_id, key, seq, size, etag, modified)
            select b.id, convert_to('instrument/2026/run-' || lpad(n::text, 7, '0') || '/data.raw', 'utf8'), n, 1, 'e', now() from generate_series(1, %d) n cross join unnest(?::int[]) b (id)
            order by n, b.id""".formatted(KEYS);

    @Test
    void aPageReadsItsOwnRows() throws Exception {
        GatewaySettings settings = TestGateway.settings();
        try (Gateway gateway = TestGateway.open(settings, new MemoryTier())) {
            int notebook = TestGateway.notebook(gateway, "n", 1 << 20).id();
            for (int i = 0; i < 60; i++) {
                gateway.store().createBucket(notebook, "bucket-" + i, true);
            }
        }
        Sql plain = TestGateway.database(settings);
        List<Integer> buckets = together(plain);
        plain.inTransaction(c -> Sql.update(c, FILL, c.createArrayOf("int", buckets.toArray())));
        plain.update("analyze current");
        try (var pool = StorageDatabase.pool(settings)) {
            Listing listing = new Listing(new Sql(pool));
            long rows = 0;
            long before = read(plain);
            for (int from = 0; from <= KEYS - 100; from += 300) {
                byte[] after =
                        "instrument/2026/run-%07d/data.raw".formatted(from).getBytes(StandardCharsets.UTF_8);
                int found = listing.page(buckets.get(1), new byte[0], new byte[0], after, PAGE, false)
                        .entries()
                        .size();
                assertThat(found).isEqualTo(Math.min(PAGE, KEYS - from));
                rows += found + 1;
            }
            new Sql(pool).list(row -> true, "select pg_stat_force_next_flush()");
            assertThat(read(plain) - before)
                    .as("rows read for pages of %s rows", rows)
                    .isBetween(rows * 9 / 10, rows);
        }
    }

    private static long read(Sql sql) {
        return sql.one(
                        row -> row.getLong(1),
                        "select sum(seq_tup_read + coalesce(idx_tup_fetch, 0)) from pg_stat_user_tables where relname like 'current%'")
                .orElseThrow();
    }

    /** The ids of at least three buckets whose heads lie in the same partition. */
    private static List<Integer> together(Sql sql) {
        return sql.inTransaction(c -> {
            Sql.update(
                    c,
                    "insert into current (bucket_id, key, seq, size, etag, modified) select id, '\\x00', 0, 0, 'e', now() from bucket");
            List<Integer> ids = Sql.list(
                    c,
                    row -> row.getInt(1),
                    "select bucket_id from current where tableoid = (select tableoid from current group by 1 order by count(*) desc limit 1) order by 1");
            Sql.update(c, "delete from current");
            // What was read here is counted when this ends, and not later.
            Sql.list(c, row -> true, "select pg_stat_force_next_flush()");
            assertThat(ids).hasSizeGreaterThanOrEqualTo(3);
            return ids;
        });
    }
}
