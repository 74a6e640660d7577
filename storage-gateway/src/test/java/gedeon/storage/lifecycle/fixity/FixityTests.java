package gedeon.storage.lifecycle.fixity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gedeon.storage.Await;
import gedeon.storage.BlobId;
import gedeon.storage.StoredVersion;
import gedeon.storage.lifecycle.SeveralTiers;
import gedeon.storage.lifecycle.jobs.Round;
import gedeon.storage.lifecycle.jobs.StorageJob;
import gedeon.storage.namespace.NewVersion;
import gedeon.storage.tier.DamagedBlock;
import gedeon.storage.tier.TierContract;
import gedeon.storage.tier.jdbc.TierRow;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What is damaged or missing is found, told, and written anew where another copy is sound. */
class FixityTests extends SeveralTiers {
    @Test
    void aReadGoesOnFromTheOtherCopyWhereOneIsDamagedAndTheCopyIsRepaired() throws IOException {
        policy(List.of(second.id()));
        byte[] body = random(3 << 20);
        StoredVersion version = put("large", body);
        Await.until(() -> allIn(house, second.id()));
        flip(onlyFile("house"), 2_000_000);

        assertThat(read(version)).isEqualTo(body);
        Await.until(() ->
                gateway.damages().sum().open() == 0 && gateway.damages().sum().repaired() == 1);
        Damage told = gateway.damages().list(10).getFirst();
        assertThat(told.tier()).isEqualTo(house);
        assertThat(told.reason()).contains("CRC32C");
        gateway.tiers().setState(second.id(), TierRow.State.OFF);
        assertThat(read(version)).isEqualTo(body);
        gateway.tiers().setState(second.id(), TierRow.State.ONLINE);
    }

    /** A folder in the place of a file cannot be read, as a bad sector of a disk cannot. */
    @Test
    void whatTheDiskCannotReadComesFromTheOtherCopyAndIsWrittenAnew() throws IOException {
        policy(List.of(second.id()));
        byte[] body = random(300_000);
        StoredVersion version = put("large", body);
        Await.until(() -> allIn(house, second.id()));
        Path bad = onlyFile("house");
        Files.delete(bad);
        Files.createDirectory(bad);

        assertThat(read(version)).isEqualTo(body);
        Await.until(() -> gateway.damages().sum().repaired() == 1);
        assertThat(gateway.damages().list(10).getFirst().reason()).contains("the disk cannot read it");
        assertThat(bad).isRegularFile();
        gateway.tiers().setState(second.id(), TierRow.State.OFF);
        assertThat(read(version)).isEqualTo(body);
        gateway.tiers().setState(second.id(), TierRow.State.ONLINE);
    }

    @Test
    void damageWithoutAnotherCopyStandsAndNoBadByteIsHandedOut() throws IOException {
        StoredVersion version = put("large", random(3 << 20));
        flip(onlyFile("house"), 2_000_000);
        assertThatThrownBy(() -> read(version)).isInstanceOf(DamagedBlock.class);
        assertThat(gateway.damages().sum().lost()).isEqualTo(1);
        assertThat(in(version)).containsExactly(house);
    }

    @Test
    void oneRoundOfFixityFindsAndRepairsAllThatIsWrong() throws IOException {
        policy(List.of(second.id()));
        for (int i = 0; i < 30; i++) {
            put("large/" + i, random(100_000 + i));
            put("small/" + i, random(1000 + i));
        }
        Await.until(() -> allIn(house, second.id()));
        List<Path> files = filesOf("second");
        for (int i = 0; i < 10; i++) {
            flip(files.get(i), 500 + i);
            Files.delete(files.get(10 + i));
        }
        StorageJob round = gateway.tiering().jobs().all().stream()
                .filter(job ->
                        job.kind() == StorageJob.Kind.FIXITY && second.id() == (job.tier() == null ? 0 : job.tier()))
                .findFirst()
                .orElseThrow();
        gateway.tiering().jobs().limit(round.id(), 1L << 40);
        gateway.tiering().jobs().now(round.id());
        Await.until(() -> gateway.damages().sum().repaired() == 20);
        assertThat(gateway.damages().sum().open()).isZero();
        gateway.tiers().setState(house, TierRow.State.OFF);
        for (int i = 0; i < 30; i++) {
            assertThat(read(found("large/" + i))).isEqualTo(random(100_000 + i));
        }
        gateway.tiers().setState(house, TierRow.State.ONLINE);
    }

    @Test
    void anAuditFindsWhatNothingNamesAndWhatIsNotThere() throws Exception {
        policy(List.of(second.id()));
        StoredVersion version = put("large", random(200_000));
        put("small", random(100));
        Await.until(() -> allIn(house, second.id()));
        Path file = onlyFile("house");
        Path stranger =
                file.resolveSibling(BlobId.next(Clock.systemUTC()).toString().substring(0, 28)
                        + file.getFileName().toString().substring(28));
        Path fresh = file.resolveSibling(
                "0".repeat(28) + file.getFileName().toString().substring(28));
        Files.copy(file, stranger);
        Files.copy(file, fresh);
        Files.setLastModifiedTime(stranger, FileTime.from(Instant.now().minus(Duration.ofHours(25))));
        Files.delete(onlyFile("second"));

        TierRow[] tiers = {gateway.tiers().all().getFirst(), second};
        for (TierRow tier : tiers) {
            StorageJob audit = gateway.tiering().audit(tier, "somebody");
            Await.until(() ->
                    gateway.tiering().jobs().find(audit.id()).orElseThrow().state() == StorageJob.State.FINISHED);
        }
        assertThat(stranger).doesNotExist();
        assertThat(folder.resolve("house/lost+found").resolve(stranger.getFileName()))
                .exists();
        assertThat(fresh).exists();
        Await.until(() -> gateway.damages().sum().repaired() == 1);
        assertThat(filesOf("second")).hasSize(1);
        assertThat(read(version)).isEqualTo(random(200_000));
        assertThat(sql.list(row -> row.getShort(1), "select tier_id from lost_and_found"))
                .containsExactly(house);
    }

    /** Their tier is switched off: however many they are, others do not wait for them. */
    @Test
    void whatCannotBeRepairedNowKeepsNothingWaitingThatCan() throws IOException {
        policy(List.of(second.id()));
        StoredVersion version = put("large", random(3 << 20));
        Await.until(() -> allIn(house, second.id()));
        gateway.tiers().setState(third.id(), TierRow.State.OFF);
        for (short tier : List.of(third.id(), second.id())) {
            sql.update(
                    "insert into location (blob_id, tier_id, pos, length) select md5('b' || n)::uuid, ?, 0, 1000 from generate_series(1, 250) n",
                    tier);
        }
        sql.update(
                "insert into damage (blob_id, tier_id, found, reason) select md5('b' || n)::uuid, ?, now() - interval '1 day', 'r' from generate_series(1, 250) n",
                third.id());
        flip(onlyFile("house"), 2_000_000);
        assertThat(read(version)).isEqualTo(random(3 << 20));
        Await.until(() -> gateway.damages().sum().repaired() == 1);
        assertThat(gateway.damages().sum().open()).isEqualTo(250);
        gateway.tiers().setState(third.id(), TierRow.State.ONLINE);
        // There is nothing of them in the other tier either: each was asked for, the last as well as the first.
        Await.until(() -> sql.one(row -> row.getLong(1), "select count(*) from damage where tier_id = ?", second.id())
                .orElseThrow()
                .equals(250L));
        sql.update("delete from damage where tier_id in (?, ?)", second.id(), third.id());
        sql.update("delete from location where blob_id in (select md5('b' || n)::uuid from generate_series(1, 250) n)");
    }

    /** Killed when the bytes were aside, or before: the next audit goes on, and says where they are. */
    @Test
    void whatSomebodyWasPuttingAsideWhenHeWasKilledIsWrittenDownByTheNextAudit() throws Exception {
        BlobId aside = stranger(100_000);
        BlobId before = stranger(100_001);
        Path there = fileOf(aside);
        Path lost = Files.createDirectories(folder.resolve("house/lost+found"));
        Files.move(there, lost.resolve(aside.toString()));
        for (BlobId one : List.of(aside, before)) {
            sql.update(
                    "insert into location (blob_id, tier_id, pos, length, state, claimed_until) values (?, ?, 0, 0, 'a', now() - interval '1 second')",
                    NewVersion.uuid(one),
                    house);
        }
        StorageJob audit = gateway.tiering().audit(gateway.tiers().all().getFirst(), "somebody");
        Await.until(
                () -> gateway.tiering().jobs().find(audit.id()).orElseThrow().state() == StorageJob.State.FINISHED);
        assertThat(sql.list(row -> true, "select 1 from location where state = 'a'"))
                .isEmpty();
        assertThat(sql.list(row -> row.getObject(1, UUID.class), "select blob_id from lost_and_found"))
                .containsExactlyInAnyOrder(NewVersion.uuid(aside), NewVersion.uuid(before));
        assertThat(lost.resolve(aside.toString())).exists();
        assertThat(lost.resolve(before.toString())).exists();
    }

    /** A file of a day before yesterday that nothing names. */
    private BlobId stranger(int size) throws IOException {
        BlobId blob = BlobId.next(Clock.systemUTC());
        TierContract.write(gateway.tier(), blob, random(size), size);
        Files.setLastModifiedTime(fileOf(blob), FileTime.from(Instant.now().minus(Duration.ofHours(25))));
        return blob;
    }

    private Path fileOf(BlobId blob) throws IOException {
        return filesOf("house").stream()
                .filter(one -> one.endsWith(blob.toString()))
                .findFirst()
                .orElseThrow();
    }

    /** Shelves, packs and rows follow one another in one order: a round that is taken up behind any of them passes over nothing. */
    @Test
    void anAuditIsTakenUpBehindEachOfItsLooks() throws IOException {
        put("small", random(100));
        put("large", random(100_000));
        AuditRound round = new AuditRound(sql, gateway.tier(), house, false, (place, how) -> {});
        BlobId last = round.first();
        int behindShelves = 0;
        for (Round.Stretch stretch = round.after(last, 256); stretch.last() != null; stretch = round.after(last, 256)) {
            for (Round.Look look : stretch.looks()) {
                assertThat(look.blob().toString())
                        .isGreaterThan(last.toString())
                        .isLessThanOrEqualTo(stretch.last().toString());
                behindShelves += look.blob().high() > 0 ? 1 : 0;
            }
            last = stretch.last();
        }
        assertThat(behindShelves).as("a pack and two rows").isEqualTo(3);
    }

    @Test
    void twoDamagedCopiesKeepWhatEachStillHolds() throws IOException {
        policy(List.of(second.id()));
        byte[] body = random(3 << 20);
        StoredVersion version = put("large", body);
        Await.until(() -> allIn(house, second.id()));
        flip(onlyFile("house"), 2_000_000);
        flip(onlyFile("second"), 500_000);
        // Each block is sound somewhere: together they are the whole.
        assertThat(read(version)).isEqualTo(body);
        Await.until(() -> gateway.damages().sum().open() == 2);
        StorageJob round = fixityOf(second);
        gateway.tiering().jobs().limit(round.id(), 1L << 40);
        gateway.tiering().jobs().now(round.id());
        Await.until(
                () -> gateway.tiering().jobs().find(round.id()).orElseThrow().failed() > 0);
        assertThat(Files.size(onlyFile("house"))).isEqualTo(Files.size(onlyFile("second")));
        assertThat(in(version)).containsExactly(house, second.id());
        assertThat(gateway.damages().sum().repaired()).isZero();
        assertThat(read(version)).isEqualTo(body);
    }

    @Test
    void aRoundOfATierThatIsAwayWaitsWhereItIsAndTellsOfNoDamage() throws IOException {
        policy(List.of(second.id()));
        put("large", random(200_000));
        Await.until(() -> allIn(house, second.id()));
        Files.move(folder.resolve("second"), folder.resolve("away"));
        StorageJob round = fixityOf(second);
        gateway.tiering().jobs().now(round.id());
        Await.until(
                () -> gateway.tiering().jobs().find(round.id()).orElseThrow().reason() != null);
        StorageJob waiting = gateway.tiering().jobs().find(round.id()).orElseThrow();
        assertThat(waiting.reason()).contains("gedeon-tier.json");
        assertThat(waiting.done()).isZero();
        assertThat(gateway.damages().sum().open()).isZero();
        Files.move(folder.resolve("away"), folder.resolve("second"));
        gateway.tiering().jobs().now(round.id());
        Await.until(
                () -> gateway.tiering().jobs().find(round.id()).orElseThrow().done() == 1);
    }

    private StorageJob fixityOf(TierRow tier) {
        return gateway.tiering().jobs().all().stream()
                .filter(job -> job.kind() == StorageJob.Kind.FIXITY
                        && Short.valueOf(tier.id()).equals(job.tier()))
                .findFirst()
                .orElseThrow();
    }
}
