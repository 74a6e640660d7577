package gedeon.server.web.operations;

import static org.assertj.core.api.Assertions.assertThat;

import gedeon.server.backup.Backups;
import gedeon.server.tiers.TierRooms.Room;
import gedeon.storage.journal.Journal;
import gedeon.storage.lifecycle.fixity.Damages;
import gedeon.storage.lifecycle.jobs.StorageJob;
import gedeon.storage.operations.StorageOverview;
import gedeon.storage.tier.jdbc.Held;
import gedeon.storage.tier.jdbc.TierRow;
import gedeon.storage.tier.jdbc.TierTraits;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RisksTests {
    private static final Instant NOW = Instant.parse("2026-11-27T08:00:00Z");
    private static final Damages.Sum SOUND = new Damages.Sum(0, 0, 12);
    private static final Room ROOM = new Room.Free(1_000_000_000_000L, 900_000_000_000L);

    private Damages.Sum damage = SOUND;
    private Journal.Behind journal = new Journal.Behind(3, Duration.ofSeconds(2));
    private Map<String, StorageOverview.Events> events = Map.of("catalogue", new StorageOverview.Events(4, 0));
    private StorageOverview.Restores restores = new StorageOverview.Restores(2, NOW.minusSeconds(60), 0, null);
    private Backups.State backups = new Backups.State(true, "/backup", true, null, null, null, List.of());

    private static Facts.OfTier tier(Room room) {
        return tier(
                room,
                TierRow.State.ONLINE,
                job(StorageJob.State.RUNNING, null, NOW.minus(Duration.ofDays(80))),
                0,
                false,
                false);
    }

    private static Facts.OfTier tier(
            Room room, TierRow.State state, StorageJob fixity, long aside, boolean reads, boolean changes) {
        TierRow row = new TierRow(
                (short) 2,
                new UUID(0, 2),
                "posix",
                "cold",
                Map.of(),
                state,
                1,
                TierTraits.UNKNOWN,
                new Held(10, 1000, NOW),
                false);
        return new Facts.OfTier(row, room, fixity, Duration.ofDays(90), SOUND, aside, reads, false, changes, null);
    }

    private static StorageJob job(StorageJob.State state, @Nullable String reason, Instant started) {
        return new StorageJob(
                7,
                StorageJob.Kind.FIXITY,
                (short) 2,
                state,
                started,
                null,
                null,
                null,
                10,
                1,
                0,
                0,
                0,
                reason,
                started,
                null,
                0);
    }

    private List<Risk> risks(List<Facts.OfTier> tiers, StorageJob... jobs) {
        return Risks.of(
                new Facts(
                        NOW,
                        tiers,
                        List.of(jobs).stream()
                                .map(job -> new Facts.OfJob(job, "cold", Optional.empty()))
                                .toList(),
                        damage,
                        journal,
                        events,
                        restores,
                        backups,
                        List.of(),
                        "18.6"),
                Locale.ENGLISH);
    }

    private String only(Facts.OfTier tier) {
        List<Risk> found = risks(List.of(tier));
        assertThat(found).hasSize(1);
        return (found.getFirst().grave() ? "grave " : "watch ")
                + found.getFirst().key();
    }

    @Test
    void whatIsInOrderIsNoRisk() {
        assertThat(risks(List.of(tier(ROOM)), job(StorageJob.State.RUNNING, null, NOW)))
                .isEmpty();
    }

    @Test
    void lostContentComesBeforeAllElse() {
        damage = new Damages.Sum(12_000, 2, 0);
        assertThat(risks(List.of(tier(new Room.Silent()))))
                .extracting(Risk::key, Risk::grave, Risk::first)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("lost", true, "2"),
                        org.assertj.core.groups.Tuple.tuple("silent", true, "cold"),
                        org.assertj.core.groups.Tuple.tuple("damage", false, "11,998"));
    }

    @Test
    void tiersAreJudgedByWhatTheyAnswer() {
        assertThat(only(tier(new Room.Failed("gone")))).isEqualTo("grave away");
        assertThat(only(tier(new Room.Free(100, 0)))).isEqualTo("grave full");
        assertThat(only(tier(new Room.Off()))).isEqualTo("watch off");
    }

    @Test
    void aTierThatNobodyLookedThroughAndAnArchiveThatSealsNothingAreNamed() {
        Facts.OfTier tier = tier(ROOM);
        TierRow row = tier.row();
        TierRow unseen = new TierRow(
                row.id(),
                row.uuid(),
                row.kind(),
                row.name(),
                row.settings(),
                row.state(),
                row.rank(),
                row.traits(),
                row.held(),
                true);
        assertThat(only(other(tier, unseen, null))).isEqualTo("watch unseen");
        assertThat(only(other(tier, row, "the bucket does not answer"))).isEqualTo("watch unsealed");
    }

    private static Facts.OfTier other(Facts.OfTier tier, TierRow row, @Nullable String unsealed) {
        return new Facts.OfTier(
                row,
                tier.room(),
                tier.fixity(),
                tier.period(),
                tier.damage(),
                tier.aside(),
                tier.reads(),
                tier.house(),
                tier.changes(),
                unsealed);
    }

    @Test
    void aFolderThatIsOnlyReadIsNeverFull() {
        StorageJob fresh = job(StorageJob.State.RUNNING, null, NOW);
        assertThat(risks(List.of(tier(new Room.Free(0, 0), TierRow.State.ONLINE, fresh, 0, true, false))))
                .isEmpty();
        assertThat(only(tier(new Room.Free(0, 0), TierRow.State.ONLINE, fresh, 0, true, true)))
                .isEqualTo("watch changed");
    }

    @Test
    void aRoundIsLateAFifthAfterItsPeriod() {
        Instant late = NOW.minus(Duration.ofDays(108)).minusSeconds(1);
        assertThat(only(tier(ROOM, TierRow.State.ONLINE, job(StorageJob.State.RUNNING, null, late), 0, false, false)))
                .isEqualTo("watch fixity");
        assertThat(risks(List.of(tier(
                        ROOM,
                        TierRow.State.ONLINE,
                        job(StorageJob.State.RUNNING, null, late.plusSeconds(2)),
                        0,
                        false,
                        false))))
                .isEmpty();
    }

    @Test
    void whatWasPutAsideIsToBeLookedAt() {
        assertThat(only(tier(ROOM, TierRow.State.ONLINE, job(StorageJob.State.RUNNING, null, NOW), 5, false, false)))
                .isEqualTo("watch aside");
    }

    @Test
    void jobsThatWaitOrArePausedAreToBeLookedAt() {
        assertThat(risks(
                        List.of(),
                        job(StorageJob.State.RUNNING, "the far side is away", NOW),
                        job(StorageJob.State.PAUSED, "not now", NOW),
                        job(StorageJob.State.FINISHED, "of before", NOW)))
                .extracting(Risk::key)
                .containsExactly("job", "paused");
    }

    @Test
    void whatStandsStillAroundStorageIsTold() {
        journal = new Journal.Behind(10, Duration.ofMinutes(11));
        events = Map.of("catalogue", new StorageOverview.Events(0, 2));
        restores = new StorageOverview.Restores(2, NOW.minusSeconds(3601), 1, "full");
        backups = new Backups.State(true, "/backup", true, null, "no room", "no log", List.of());
        assertThat(risks(List.of()))
                .extracting(Risk::key)
                .containsExactly("journal", "backup", "log", "parked", "restores");
    }
}
