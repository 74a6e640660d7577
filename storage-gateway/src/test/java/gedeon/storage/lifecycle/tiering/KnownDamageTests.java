package gedeon.storage.lifecycle.tiering;

import static org.assertj.core.api.Assertions.assertThat;

import gedeon.storage.BlobId;
import gedeon.storage.TestGateway;
import gedeon.storage.namespace.NewVersion;
import gedeon.storage.sql.Sql;
import gedeon.storage.tier.Location;
import gedeon.storage.tier.Place;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A copy of which damage is known, on rows that nothing else speaks of: what is sound elsewhere stays. */
class KnownDamageTests {
    private static final short SOUND = 1;
    private static final short DAMAGED = 2;

    private final BlobId blob = BlobId.next(Clock.systemUTC());
    private Sql sql;
    private PlaceRows rows;

    @BeforeEach
    void open() {
        sql = TestGateway.database(TestGateway.settings());
        rows = new PlaceRows(sql, Duration.ofMinutes(2), tier -> false);
        sql.update("insert into blob (id, notebook, size) values (?, 1, 10)", NewVersion.uuid(blob));
        for (short tier : new short[] {SOUND, DAMAGED}) {
            sql.update(
                    "insert into location (blob_id, tier_id, pos, length) values (?, ?, 0, 10)",
                    NewVersion.uuid(blob),
                    tier);
        }
        sql.update(
                "insert into damage (blob_id, tier_id, reason) values (?, ?, 'unreadable')",
                NewVersion.uuid(blob),
                DAMAGED);
    }

    private void repaired() {
        sql.update("update damage set repaired = now() where blob_id = ?", NewVersion.uuid(blob));
    }

    private List<Short> living() {
        return sql.list(
                row -> row.getShort(1),
                "select tier_id from location where blob_id = ? and state = 'l' order by tier_id",
                NewVersion.uuid(blob));
    }

    @Test
    void theSoundCopyIsRetiredOnlyWhenTheWantedOneIsRepaired() {
        assertThat(rows.settle(blob, Set.of(DAMAGED))).isZero();
        assertThat(living()).containsExactly(SOUND, DAMAGED);
        repaired();
        assertThat(rows.settle(blob, Set.of(DAMAGED))).isEqualTo(1);
        assertThat(living()).containsExactly(DAMAGED);
    }

    @Test
    void aRestoredCopyStaysAsLongAsTheOtherIsDamaged() {
        sql.update(
                "update location set restored_until = now() - interval '1 hour' where blob_id = ? and tier_id = ?",
                NewVersion.uuid(blob),
                SOUND);
        assertThat(rows.expire(10)).isZero();
        repaired();
        assertThat(rows.expire(10)).isEqualTo(1);
        assertThat(living()).containsExactly(DAMAGED);
    }

    @Test
    void aDamagedCopyIsGivenUpOnlyForASoundOne() {
        sql.update(
                "insert into damage (blob_id, tier_id, reason) values (?, ?, 'unreadable as well')",
                NewVersion.uuid(blob),
                SOUND);
        rows.giveUp(new Place(DAMAGED, new Location(blob, null, 0, 10)));
        assertThat(living()).containsExactly(SOUND, DAMAGED);
        sql.update("delete from damage where blob_id = ? and tier_id = ?", NewVersion.uuid(blob), SOUND);
        rows.giveUp(new Place(DAMAGED, new Location(blob, null, 0, 10)));
        assertThat(living()).containsExactly(SOUND);
    }
}
