package gedeon.storage.lifecycle.restore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gedeon.kernel.ByteCount;
import gedeon.storage.Await;
import gedeon.storage.QuotaExceeded;
import gedeon.storage.Restores;
import gedeon.storage.Scope;
import gedeon.storage.StoredVersion;
import gedeon.storage.TestGateway;
import gedeon.storage.lifecycle.archive.Archived;
import gedeon.storage.objects.Refusal;
import gedeon.storage.tier.TierFull;
import gedeon.storage.tier.jdbc.TierRow;
import java.io.IOException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What lies in the archive comes back for a while, costs no room of a quota, and goes again; the archive's copy stays as it is. */
class RestoreTests extends Archived {
    private static final byte[] BODY = random(200_000);

    private StoredVersion version;

    @BeforeEach
    void archiveOne() throws IOException {
        archiving("old/");
        version = archived("old/1", BODY);
        awaitSealed(1);
    }

    private Restores restores() {
        return gateway.store().restores();
    }

    private Instant midnightAfter(int days) {
        Instant now = sql.one(row -> row.getObject(1, OffsetDateTime.class), "select now()")
                .orElseThrow()
                .toInstant();
        return now.plus(days + 1, ChronoUnit.DAYS).truncatedTo(ChronoUnit.DAYS);
    }

    private Instant restored(StoredVersion which, int days) throws IOException {
        assertThat(restores().restore(which, days)).isEqualTo(new Restores.Answer.Begun());
        return awaitRestored(which);
    }

    private Instant awaitRestored(StoredVersion which) {
        Await.until(() -> restores().of(which).filter(of -> of.until() != null).isPresent());
        return restores().of(which).orElseThrow().until();
    }

    private void letItEnd() {
        sql.update("update location set restored_until = now() - interval '1 second' where restored_until is not null");
    }

    private void requireArchived(StoredVersion which) {
        assertThatThrownBy(() -> read(which))
                .isInstanceOfSatisfying(
                        Refusal.class, e -> assertThat(e.reason()).isEqualTo(Refusal.Reason.ARCHIVED));
    }

    @Test
    void itIsReadUntilItsLastMidnightAndThenNoMore() throws IOException {
        assertThat(restores().of(version)).isEmpty();
        assertThat(restored(version, 2)).isEqualTo(midnightAfter(2));
        assertThat(read(found("old/1"))).isEqualTo(BODY);
        assertThat(found("old/1").archived()).isTrue();
        assertThat(in(version)).containsExactlyInAnyOrder(house, archive.id());

        letItEnd();
        // At once, before anything was taken away.
        requireArchived(version);
        assertThat(restores().of(version)).isEmpty();
        Await.until(() -> in(version).equals(List.of(archive.id())));
        assertThat(sealedFiles()).hasSize(2);
        assertThat(restored(version, 1)).isEqualTo(midnightAfter(1));
        assertThat(read(version)).isEqualTo(BODY);
    }

    @Test
    void askedAgainItStaysLongerAndNeverShorter() throws IOException {
        restored(version, 3);
        assertThat(restores().restore(version, 10)).isEqualTo(new Restores.Answer.Extended(midnightAfter(10)));
        assertThat(restores().of(version).orElseThrow().until()).isEqualTo(midnightAfter(10));
        assertThat(restores().restore(version, 1)).isEqualTo(new Restores.Answer.Extended(midnightAfter(10)));
    }

    @Test
    void aFullQuotaKeepsNothingFromComingBack() throws IOException {
        Await.until(() -> gateway.quotas()
                        .quota(new Scope.OfNotebook(notebook))
                        .reserved()
                        .value()
                == 0);
        gateway.quotas().setLimit(new Scope.OfNotebook(notebook), new ByteCount(BODY.length));
        assertThatThrownBy(() -> put("new", new byte[1])).isInstanceOf(QuotaExceeded.class);
        restored(version, 1);
        assertThat(read(version)).isEqualTo(BODY);
        assertThat(gateway.quotas().quota(new Scope.OfNotebook(notebook)).used().value())
                .isEqualTo(BODY.length);
    }

    @Test
    void aPolicyNeitherMovesARestoredCopyAwayNorCountsOnIt() throws IOException {
        restored(version, 1);
        awaitRounds();
        assertThat(in(version)).containsExactlyInAnyOrder(house, archive.id());
        // Nor is it what a second copy would be.
        policy(List.of(second.id()), to(archive.id(), "old/"));
        Await.until(() -> in(version).contains(second.id()));
        assertThat(in(version)).contains(archive.id());
    }

    @Test
    void aPolicyThatWantsItNearAgainKeepsTheRestoredCopy() throws IOException {
        restored(version, 1);
        policy(List.of());
        Await.until(() -> in(version).equals(List.of(house)) && !found("old/1").archived());
        assertThat(sql.list(row -> true, "select 1 from location where restored_until is not null"))
                .isEmpty();
        assertThat(read(found("old/1"))).isEqualTo(BODY);
        assertThat(restores().of(found("old/1"))).isEmpty();
    }

    @Test
    void aCopyOfWhatIsRestoredStays() throws IOException {
        restored(version, 1);
        StoredVersion copy = gateway.store().copy(found("old/1"), TestGateway.aPut(bucket, "new/1", new byte[0]));
        letItEnd();
        assertThat(copy.archived()).isFalse();
        assertThat(read(copy)).isEqualTo(BODY);
        requireArchived(version);
    }

    @Test
    void allPartsComeBackOrItIsNotReadAtAll() throws IOException {
        multipart("old/parts", random(5 << 20), random(1000));
        Await.until(() -> found("old/parts").archived()
                && sql.list(row -> true, "select 1 from location where state <> 'l' or tier_id <> ?", archive.id())
                        .isEmpty());
        StoredVersion parts = found("old/parts");
        restored(parts, 1);
        assertThat(read(parts)).hasSize((5 << 20) + 1000);
        // One of them ends before the other.
        sql.update(
                "update location set restored_until = now() - interval '1 second' where restored_until is not null and length = 1000");
        requireArchived(parts);
        assertThat(restored(parts, 1)).isEqualTo(midnightAfter(1));
        assertThat(read(parts)).hasSize((5 << 20) + 1000);
    }

    @Test
    void whatLiesNearIsNotRestoredAndNothingIsBegunTwice() throws IOException {
        StoredVersion near = put("new/1", BODY);
        assertThatThrownBy(() -> restores().restore(near, 1))
                .isInstanceOfSatisfying(
                        Refusal.class, e -> assertThat(e.reason()).isEqualTo(Refusal.Reason.NOT_ARCHIVED));
        gateway.tiers().setState(archive.id(), TierRow.State.OFF);
        restores().restore(version, 1);
        assertThat(restores().of(version)).contains(new Restores.Restoration(null));
        assertThatThrownBy(() -> restores().restore(version, 1))
                .isInstanceOfSatisfying(
                        Refusal.class, e -> assertThat(e.reason()).isEqualTo(Refusal.Reason.RESTORE_UNDER_WAY));
        Await.until(() -> sql.one(row -> row.getString(1), "select reason from restore where reason is not null")
                .filter(why -> why.contains("switched off"))
                .isPresent());
        gateway.tiers().setState(archive.id(), TierRow.State.ONLINE);
        // An attempt that was under way may put it off once more.
        Await.until(() -> {
            sql.update("update restore set due = now() where claimed_until is null");
            return restores().of(version).filter(of -> of.until() != null).isPresent();
        });
    }

    @Test
    void nobodyBeginsBeforeTheArchiveCanBeRead() throws IOException {
        TierRow slow = archive(Map.of("recall", "PT1H"));
        policy(List.of(), to(archive.id(), "old/"), to(slow.id(), "slow/"));
        put("slow/1", BODY);
        Await.until(() -> found("slow/1").archived());
        restores().restore(found("slow/1"), 1);
        assertThat(sql.one(row -> row.getBoolean(1), "select due > now() + interval '59 minutes' from restore"))
                .contains(true);
        restored(version, 1);
        assertThat(restores().of(found("slow/1"))).contains(new Restores.Restoration(null));
        // An hour later.
        sql.update("update restore set due = now()");
        awaitRestored(found("slow/1"));
        assertThat(read(found("slow/1"))).isEqualTo(BODY);
    }

    @Test
    void roomIsKeptForWhatIsUnderWayAndMissingRoomIsToldAtOnce() throws IOException {
        TierRow slow = archive(Map.of("recall", "PT1H"));
        policy(List.of(), to(slow.id(), "slow/"));
        put("slow/1", BODY);
        Await.until(() -> found("slow/1").archived());
        restores().restore(found("slow/1"), 1);
        // As if it were as large as all that is free.
        sql.update("update restore set bytes = ?", Long.MAX_VALUE / 4);
        put("slow/2", BODY);
        Await.until(() -> found("slow/2").archived());
        assertThatThrownBy(() -> restores().restore(found("slow/2"), 1)).isInstanceOf(TierFull.class);
    }

    @Test
    void aRestoreThatAKilledProcessHadBegunIsTakenUp() throws IOException {
        gateway.tiers().setState(archive.id(), TierRow.State.OFF);
        restores().restore(version, 1);
        Await.until(() -> !sql.list(row -> true, "select 1 from restore where reason is not null")
                .isEmpty());
        // First, so that nobody takes it up who finds the archive away once more, and waits for a minute.
        gateway.tiers().setState(archive.id(), TierRow.State.ONLINE);
        sql.update("update restore set claimed_until = now() - interval '1 second', due = now()");
        awaitRestored(version);
        assertThat(read(version)).isEqualTo(BODY);
    }

    @Test
    void aDamagedArchiveCopyIsRepairedFromTheRestoredOneWhichStaysUntilThen() throws IOException {
        restored(version, 1);
        flip(
                sealedFiles().stream()
                        .filter(file -> !file.endsWith("gedeon.jsonl"))
                        .findFirst()
                        .orElseThrow(),
                1000);
        sql.update("update location set state = 'x' where tier_id = ?", archive.id());
        letItEnd();
        awaitRounds();
        // The last sound copy does not end.
        assertThat(sql.list(row -> true, "select 1 from location where tier_id = ? and state = 'l'", house))
                .hasSize(1);
        sql.update(
                "insert into damage (blob_id, tier_id, reason) select blob_id, tier_id, 'flipped' from location where tier_id = ?",
                archive.id());
        sql.update("update location set restored_until = now() + interval '1 hour' where restored_until is not null");
        Await.until(() -> gateway.damages().sum().repaired() == 1);
        awaitSealed(2);
        letItEnd();
        Await.until(() -> in(version).equals(List.of(archive.id())));
        restored(version, 1);
        assertThat(read(version)).isEqualTo(BODY);
        // Of the batch that was damaged nothing is named any more: its writing anew takes it away.
        sql.update("delete from storage_job where kind = 'COMPACTION' and tier = ?", archive.id());
        gateway.tiering().ensureJobs();
        gateway.tiering().jobs().all().stream()
                .filter(job -> job.kind() == gedeon.storage.lifecycle.jobs.StorageJob.Kind.COMPACTION
                        && job.tier() == archive.id())
                .forEach(job -> gateway.tiering().jobs().now(job.id()));
        Await.until(() -> objects().size() == 1);
    }
}
