package gedeon.storage.lifecycle.fixity;

import static org.assertj.core.api.Assertions.assertThat;

import gedeon.storage.Await;
import gedeon.storage.TestGateway;
import gedeon.storage.sql.Sql;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How much damage there is and was, on rows that nothing else speaks of. */
class DamagesTests {
    private Sql sql;
    private Damages damages;

    @BeforeEach
    void open() {
        sql = TestGateway.database(TestGateway.settings());
        damages = new Damages(sql);
    }

    private void damaged(int tier, int from, int to) {
        sql.update(
                "insert into damage (blob_id, tier_id, reason) select md5('b' || n)::uuid, ?, 'r' from generate_series(?, ?) n",
                (short) tier,
                from,
                to);
    }

    private void repaired(int tier, int from, int to) {
        sql.update(
                "update damage set repaired = now() where repaired is null and tier_id = ? and blob_id in (select md5('b' || n)::uuid from generate_series(?, ?) n)",
                (short) tier,
                from,
                to);
    }

    @Test
    void whatWasRepairedIsCountedOnceByItsTier() {
        damaged(1, 1, 10);
        damaged(2, 1, 5);
        sql.update(
                "insert into location (blob_id, tier_id, pos, length) select md5('b' || n)::uuid, 2, 0, 1 from generate_series(1, 4) n");
        repaired(1, 1, 3);
        repaired(1, 1, 3);
        sql.update("update damage set repaired = now(), reason = 'again' where repaired is not null or tier_id = 2");
        assertThat(damages.byTier())
                .isEqualTo(Map.of((short) 1, new Damages.Sum(7, 6, 3), (short) 2, new Damages.Sum(0, 0, 5)));
        assertThat(damages.sum()).isEqualTo(new Damages.Sum(7, 6, 8));
        // The same copy, damaged once more.
        damaged(1, 1, 1);
        repaired(1, 1, 1);
        assertThat(damages.sum().repaired()).isEqualTo(9);
    }

    @Test
    void howMuchThereIsCostsWhatIsOpen() {
        damaged(1, 1, 50_000);
        repaired(1, 1, 50_000);
        damaged(1, 50_001, 50_020);
        // Indexes name what was open before until then.
        sql.update("vacuum analyze damage");
        long before = read();
        assertThat(damages.sum()).isEqualTo(new Damages.Sum(20, 20, 50_000));
        assertThat(damages.list(10)).hasSize(10).allMatch(one -> one.repaired() == null);
        assertThat(read() - before).isLessThan(5_000);
    }

    /** Rows of damage that were read since the database began, by all who have gone since: until then they do not say so. */
    private long read() {
        Await.until(() -> sql.one(
                        row -> row.getInt(1),
                        "select count(*) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid() and backend_type = 'client backend'")
                .orElseThrow()
                .equals(0));
        return sql.one(
                        row -> row.getLong(1),
                        "select (select sum(seq_tup_read) from pg_stat_user_tables where relname = 'damage') + (select sum(idx_tup_read) from pg_stat_user_indexes where relname = 'damage')")
                .orElseThrow();
    }
}
