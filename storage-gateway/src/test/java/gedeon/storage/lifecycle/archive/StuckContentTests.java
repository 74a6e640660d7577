package gedeon.storage.lifecycle.archive;

import static org.assertj.core.api.Assertions.assertThat;

import gedeon.storage.Await;
import gedeon.storage.LiveFolder;
import gedeon.storage.StoredVersion;
import gedeon.storage.sql.Sql;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What has gathered and cannot be sealed, before what can. Nothing is sealed before a test says so. */
class StuckContentTests extends Archived {
    @BeforeEach
    void keepFromSealing() {
        // Whoever looks whether there is something to seal ends first.
        Await.until(() -> sql.update(
                        "insert into sealing_claim as s (tier_id, claimed_until) values (?, now() + interval '1 hour') on conflict (tier_id) do update "
                                + "set claimed_until = excluded.claimed_until where s.claimed_until is null",
                        archive.id())
                == 1);
    }

    private void seal() {
        sql.update("update sealing_claim set claimed_until = null where tier_id = ?", archive.id());
    }

    private void gathered(int blobs) {
        Await.until(
                () -> sql.one(row -> row.getLong(1), "select count(*) from gathered where tier_id = ?", archive.id())
                        .orElseThrow()
                        .equals((long) blobs));
    }

    private List<UUID> blobs(StoredVersion version) {
        return sql.list(
                row -> row.getObject(1, UUID.class),
                "select coalesce(v.blob_id, p.blob_id) from version v left join part p on p.content_id = v.content_id where v.seq = ? order by p.number",
                version.version().seq());
    }

    private void cameLongAgo(StoredVersion version) {
        blobs(version)
                .forEach(blob ->
                        sql.update("update gathered set since = now() - interval '1 hour' where blob_id = ?", blob));
    }

    private void damaged(StoredVersion version) {
        sql.inTransaction(c -> {
            UUID blob = blobs(version).getFirst();
            Sql.update(c, "delete from damage where blob_id = ?", blob);
            return Sql.update(
                    c, "insert into damage (blob_id, tier_id, reason) values (?, ?, 'made up')", blob, archive.id());
        });
    }

    private List<String> whole(int most) {
        return new GatheredRows(sql, archive.id(), most)
                .byBucket(Duration.ofDays(1)).values().stream()
                        .flatMap(List::stream)
                        .map(one -> one.version().key().toString())
                        .toList();
    }

    @Test
    void contentOfWhichAPartIsDamagedHidesNothingBehindIt() throws IOException {
        StoredVersion one = multipart("old/1", random(5 << 20), random(1000));
        StoredVersion two = multipart("old/2", random(5 << 20), random(1001));
        put("old/3", random(2000));
        archiving("old/");
        gathered(5);
        cameLongAgo(one);
        cameLongAgo(two);
        // Whoever repairs finds out that none of it is so: it is said again until that was looked at before he did.
        Await.until(() -> {
            damaged(one);
            damaged(two);
            return whole(2).equals(List.of("old/3"));
        });
        sql.update("delete from damage");
        assertThat(whole(20_000)).containsExactly("old/1", "old/2", "old/3");
        seal();
        awaitSealed(1);
    }

    @Test
    void contentIsSealedWhereverItsPartsAreAmongWhatHasGathered() throws IOException {
        StoredVersion parts = multipart("old/1", random(5 << 20), random(1000));
        put("old/2", random(2000));
        archiving("old/");
        gathered(3);
        sql.update(
                "update gathered set since = now() - interval '1 hour' where blob_id = ?",
                blobs(parts).getLast());
        assertThat(whole(1)).containsExactly("old/1");
        seal();
        awaitSealed(1);
    }

    /** In place of its file stands what cannot be opened, and is not damage either: a link to itself. */
    @Test
    void contentThatCannotBeReadWaitsAndNothingOfItsBatchDoes() throws IOException {
        StoredVersion stuck = put("old/1", random(200_000));
        StoredVersion sound = put("old/2", random(200_001));
        archiving("old/");
        gathered(2);
        Path file = file(blobs(stuck).getFirst());
        Path aside = folder.resolve("aside");
        Files.move(file, aside);
        Files.createSymbolicLink(file, file);
        seal();
        Await.until(() -> sealed(sound));
        assertThat(sealed(stuck)).isFalse();
        Files.delete(file);
        Files.move(aside, file);
        sql.update("delete from damage");
        Await.until(() -> sealed(stuck));
        gathered(0);
        assertThat(batches()).as("what could not be written has left nothing").isEqualTo(2);
    }

    private long batches() {
        return sql.one(row -> row.getLong(1), "select count(*) from batch where tier_id = ?", archive.id())
                .orElseThrow();
    }

    @Test
    void whatCannotBeSealedIsTriedEverMoreSeldomAndShown() throws IOException {
        StoredVersion stuck = put("old/1", random(200_000));
        archiving("old/");
        gathered(1);
        Path file = file(blobs(stuck).getFirst());
        Path aside = folder.resolve("aside");
        Files.move(file, aside);
        Files.createSymbolicLink(file, file);
        seal();
        Await.until(() -> failures() >= 3);
        SealingWaits.Waiting waiting = gateway.tiering().waiting(archive.id()).orElseThrow();
        assertThat(waiting.blobs()).isEqualTo(1);
        assertThat(waiting.reason()).isNotBlank();
        assertThat(gateway.tiering().waiting(house)).isEmpty();
        // Each attempt has one while it lasts.
        Await.until(() -> batches() == 0);
        sql.update("update gathered set failures = 30, again = now()");
        Await.until(() -> failures() == 31);
        assertThat(sql.one(
                                row -> row.getBoolean(1),
                                "select again between now() + interval '59 minutes' and now() + interval '1 hour' from gathered")
                        .orElseThrow())
                .as("an hour at most")
                .isTrue();
        // What came meanwhile passes.
        StoredVersion sound = put("old/2", random(200_001));
        Await.until(() -> sealed(sound));
        Files.delete(file);
        Files.move(aside, file);
        sql.update("delete from damage");
        sql.update("update gathered set again = now()");
        Await.until(() -> sealed(stuck));
        Await.until(() -> gateway.tiering().waiting(archive.id()).isEmpty());
        gathered(0);
    }

    private int failures() {
        return sql.one(row -> row.getInt(1), "select failures from gathered").orElse(0);
    }

    @Test
    void anArchiveThatIsAwayWaitsAsAWholeAndIsShown() throws IOException {
        StoredVersion version = put("old/1", random(200_000));
        archiving("old/");
        gathered(1);
        Path mark = folder.resolve("archive/gedeon-tier.json");
        Path aside = folder.resolve("aside");
        Files.move(mark, aside);
        seal();
        Await.until(() -> gateway.tiering().waiting(archive.id()).isPresent());
        SealingWaits.Waiting waiting = gateway.tiering().waiting(archive.id()).orElseThrow();
        assertThat(waiting.blobs()).isZero();
        assertThat(waiting.reason()).contains("mounted");
        Await.until(() -> sql.one(row -> row.getInt(1), "select failures from sealing_claim")
                        .orElseThrow()
                >= 2);
        Files.move(aside, mark);
        Await.until(() -> sealed(version));
        Await.until(() -> gateway.tiering().waiting(archive.id()).isEmpty());
    }

    private boolean sealed(StoredVersion version) {
        return !sql.list(
                        row -> true,
                        "select 1 from location where blob_id = ? and tier_id = ? and pack_id is not null",
                        blobs(version).getFirst(),
                        archive.id())
                .isEmpty();
    }

    private Path file(UUID blob) throws IOException {
        String name = blob.toString().replace("-", "");
        return LiveFolder.files(folder.resolve("archive/gathering/blobs")).stream()
                .filter(file -> file.getFileName().toString().replace("-", "").equals(name))
                .findFirst()
                .orElseThrow();
    }
}
