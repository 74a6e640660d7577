package gedeon.storage.lifecycle.fixity;

import static org.assertj.core.api.Assertions.assertThat;

import gedeon.storage.Await;
import gedeon.storage.TestGateway;
import gedeon.storage.lifecycle.tiering.Copying;
import gedeon.storage.lifecycle.tiering.Placing;
import gedeon.storage.sql.Sql;
import gedeon.storage.tier.OneTier;
import gedeon.storage.tier.memory.MemoryTier;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Turns of repairs where much is lost for good, as after somebody moved all that lay in an adopted folder: none of it can be repaired, and it stays. */
class RepairsTests {
    private static final short TIER = 101;
    private static final int LOST = 50_000;
    /** In which all of it is looked at once. */
    private static final int TURNS = LOST / 1000 + 1;

    private Sql sql;
    private Damages damages;
    private Repairs repairs;

    @BeforeEach
    void loseMuch() {
        sql = TestGateway.database(TestGateway.settings());
        sql.update(
                "insert into location (blob_id, tier_id, pos, length) select md5('b' || n)::uuid, ?, 0, 1000 from generate_series(1, ?) n",
                TIER,
                LOST);
        sql.update(
                "insert into damage (blob_id, tier_id, found, reason) select md5('b' || n)::uuid, ?, now() + n * interval '1 microsecond', 'r' from generate_series(1, ?) n",
                TIER,
                LOST);
        sql.update("analyze location");
        sql.update("analyze damage");
        OneTier tiers = new OneTier(new MemoryTier());
        Copying copying = new Copying(tiers, (place, how) -> {});
        Placing placing =
                new Placing(sql, tiers, OneTier.copies(sql, new MemoryTier()), copying, Duration.ofMinutes(2));
        damages = new Damages(sql);
        repairs = new Repairs(sql, placing, count -> {}, Duration.ZERO);
    }

    @Test
    void aTurnCostsTheSameHoweverMuchIsLost() {
        // The first one sees all of it, as all is new.
        repairs.run();
        long before = read();
        for (int i = 0; i < 5; i++) {
            repairs.run();
        }
        assertThat(read() - before).isLessThan(5 * 10_000);
        assertThat(damages.sum()).isEqualTo(new Damages.Sum(LOST, LOST, 0));
    }

    @Test
    void whatWentAwaySinceIsForgottenInTurn() {
        sql.update(
                "delete from location where blob_id in (md5('b1')::uuid, md5('b' || ?)::uuid, md5('b' || ?)::uuid)",
                LOST / 2,
                LOST);
        for (int i = 0; i < TURNS; i++) {
            repairs.run();
        }
        assertThat(damages.sum()).isEqualTo(new Damages.Sum(LOST - 3, LOST - 3, 3));
        // And from the first on again.
        sql.update("delete from location where blob_id = md5('b2')::uuid");
        for (int i = 0; i < TURNS; i++) {
            repairs.run();
        }
        assertThat(damages.sum().open()).isEqualTo(LOST - 4);
    }

    /** Rows of damage and places that were read since the database began, by all who have gone since: until then they do not say so. */
    private long read() {
        Await.until(() -> sql.one(
                        row -> row.getInt(1),
                        "select count(*) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid() and backend_type = 'client backend'")
                .orElseThrow()
                .equals(0));
        return sql.one(
                        row -> row.getLong(1),
                        "select (select sum(seq_tup_read) from pg_stat_user_tables where relname ~ '^(damage|location)(_[0-9]+)?$') "
                                + "+ (select sum(idx_tup_read) from pg_stat_user_indexes where relname ~ '^(damage|location)(_[0-9]+)?$')")
                .orElseThrow();
    }
}
