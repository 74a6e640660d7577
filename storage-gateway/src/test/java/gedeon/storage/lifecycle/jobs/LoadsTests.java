package gedeon.storage.lifecycle.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import gedeon.storage.Await;
import gedeon.storage.TestGateway;
import gedeon.storage.sql.Sql;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** About how much lives in a tier, on rows that nothing else speaks of. */
class LoadsTests {
    private static final int PAGES = 200;

    private Sql sql;

    @BeforeEach
    void open() {
        sql = TestGateway.database(TestGateway.settings());
        sql.update(
                "insert into tier (id, uuid, kind, name) overriding system value values (101, gen_random_uuid(), 'memory', 'a'), (102, gen_random_uuid(), 'memory', 'b')");
    }

    private void places(int tier, int count, long length) {
        sql.update(
                "insert into location (blob_id, tier_id, pos, length) select gen_random_uuid(), ?, 0, ? from generate_series(1, ?)",
                (short) tier,
                length,
                count);
    }

    @Test
    void whatIsLittleIsCounted() {
        places(101, 300, 1000);
        places(102, 5, 7);
        assertThat(new Loads(sql).of((short) 102)).isEqualTo(new Loads.Load(5, 35, true));
        assertThat(new Loads(sql).of((short) 101)).isEqualTo(new Loads.Load(300, 300_000, true));
    }

    @Test
    void whatIsMuchIsEstimatedFromFewPages() {
        places(101, 150_000, 1000);
        places(102, 50_000, 1000);
        sql.update("analyze location");
        long before = read();
        Loads.Load load = new Loads(sql, PAGES).of((short) 101);
        assertThat(read() - before).isLessThan(50_000);
        assertThat(load.exact()).isFalse();
        assertThat(load.blobs()).isBetween(75_000L, 300_000L);
        assertThat(load.bytes()).isEqualTo(load.blobs() * 1000);
    }

    /** A tier of some large blobs among many small ones elsewhere. */
    @Test
    void whatNoPageHeldIsAsMuchAsWhenItWasCounted() {
        places(101, 100_000, 10);
        places(102, 2, 1L << 42);
        sql.update("update tier set blobs = 2, bytes = ?, counted = now() where id = 102", 1L << 43);
        Loads.Load load = new Loads(sql, PAGES).of((short) 102);
        assertThat(load.bytes()).isGreaterThanOrEqualTo(1L << 43);
    }

    /** Rows of places that were read since the database began, by all who have gone since: until then they do not say so. */
    private long read() {
        Await.until(() -> sql.one(
                        row -> row.getInt(1),
                        "select count(*) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid() and backend_type = 'client backend'")
                .orElseThrow()
                .equals(0));
        return sql.one(
                        row -> row.getLong(1),
                        "select (select sum(seq_tup_read) from pg_stat_user_tables where relname like 'location%') + (select sum(idx_tup_read) from pg_stat_user_indexes where relname like 'location%')")
                .orElseThrow();
    }
}
