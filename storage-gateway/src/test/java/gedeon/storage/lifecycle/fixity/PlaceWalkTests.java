package gedeon.storage.lifecycle.fixity;

import static org.assertj.core.api.Assertions.assertThat;

import gedeon.storage.Await;
import gedeon.storage.BlobId;
import gedeon.storage.TestGateway;
import gedeon.storage.lifecycle.archive.Archived;
import gedeon.storage.lifecycle.jobs.Round;
import gedeon.storage.lifecycle.jobs.StorageJob;
import gedeon.storage.namespace.NewVersion;
import gedeon.storage.objects.Bucket;
import gedeon.storage.tier.Place;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** In which order rounds go through an archive: two batches whose blobs came in turns, and one blob that lies by itself. */
class PlaceWalkTests extends Archived {
    private static final int EACH = 6;
    private static final int ALL = 2 * EACH + 1;

    @BeforeEach
    void seal() throws IOException {
        sealing(false);
        Bucket other = gateway.store().createBucket(notebook, "other", true);
        for (int i = 0; i < EACH; i++) {
            put("old/" + i, random(1000 + i));
            gateway.store().put(TestGateway.aPut(other, "old/" + i, random(2000 + i)));
        }
        archiving("old/");
        gathered(2 * EACH);
        sealing(true);
        awaitSealed(2);
        sealing(false);
        put("old/alone", random(100));
        gathered(1);
    }

    private void sealing(boolean goesOn) {
        Await.until(() -> sql.update(
                        "insert into sealing_claim as s (tier_id, claimed_until) values (?, now() + interval '1 hour') on conflict (tier_id) do update "
                                + "set claimed_until = case when ? then null else excluded.claimed_until end where ? or s.claimed_until is null",
                        archive.id(),
                        goesOn,
                        goesOn)
                == 1);
    }

    private void gathered(long blobs) {
        Await.until(() -> count("select count(*) from gathered where tier_id = ?") == blobs
                && count("select count(*) from location where state = 'l' and pack_id is null and tier_id = ?")
                        == blobs);
    }

    private long count(String statement) {
        return sql.one(row -> row.getLong(1), statement, archive.id()).orElseThrow();
    }

    private List<Place> walked(boolean batchAfterBatch) {
        PlaceWalk walk = new PlaceWalk(sql, archive.id(), batchAfterBatch);
        List<Place> met = new ArrayList<>();
        Round.At last = new Round.At(null, new BlobId(0, 0));
        while (last != null) {
            PlaceWalk.Page page = walk.after(last, 4);
            met.addAll(page.places());
            last = page.last();
        }
        return met;
    }

    /** How often the next blob lies in another batch than the one before. */
    private static long changes(List<Place> places) {
        long changes = 0;
        for (int i = 1; i < places.size(); i++) {
            if (!Objects.equals(
                    places.get(i - 1).at().pack(), places.get(i).at().pack())) {
                changes++;
            }
        }
        return changes;
    }

    @Test
    void batchIsMetAfterBatchAndEachBlobOnce() {
        List<Place> met = walked(true);
        assertThat(met).extracting(Place::blob).hasSize(ALL).doesNotHaveDuplicates();
        assertThat(met.getFirst().at().pack()).isNull();
        assertThat(changes(met)).isEqualTo(2);
        assertThat(changes(walked(false)))
                .as("in the order of blobs each index is wanted again and again")
                .isGreaterThan(EACH);
    }

    @Test
    void placesThatDoNotSayThatTheyAreOfABatchAreToldByWhoPassesThemBy() {
        sql.update("update location set batched = false");
        assertThat(walked(true)).extracting(Place::blob).hasSize(ALL).doesNotHaveDuplicates();
        assertThat(count("select count(*) from location where batched and tier_id = ?"))
                .isEqualTo(2 * EACH);
    }

    @Test
    void aRoundOfFixityReadsAllAndGoesOnInTheMiddleOfABatch() {
        StorageJob fixity =
                gateway.tiering().jobs().ensure(StorageJob.Kind.FIXITY, archive.id(), null, java.time.Duration.ZERO);
        gateway.tiering().jobs().now(fixity.id());
        Await.until(() -> now(fixity).roundEnded() != null);
        assertThat(now(fixity).done()).isEqualTo(ALL);
        assertThat(now(fixity).failed()).isZero();

        Place middle = walked(true).get(EACH / 2);
        Instant ended = now(fixity).roundEnded();
        sql.update("update location set verified_at = null where tier_id = ?", archive.id());
        sql.update(
                "update storage_job set after = ?, after_pack = ?, round_began = now(), blobs_done = 0, due = now() where id = ?",
                NewVersion.uuid(middle.blob()),
                NewVersion.uuid(Objects.requireNonNull(middle.at().pack())),
                fixity.id());
        Await.until(() -> !Objects.equals(now(fixity).roundEnded(), ended));
        long left = ALL - EACH / 2 - 1;
        assertThat(now(fixity).done()).isEqualTo(left);
        assertThat(count("select count(*) from location where verified_at is not null and tier_id = ?"))
                .isEqualTo(left);
        assertThat(gateway.damages().sum().open()).isZero();
    }

    @Test
    void anAuditLooksAtEachOfThemAsWell() {
        StorageJob audit = gateway.tiering().audit(archive, null);
        Await.until(() -> now(audit).finished() != null);
        assertThat(now(audit).done()).isGreaterThanOrEqualTo(ALL);
        assertThat(now(audit).failed()).isZero();
        assertThat(gateway.damages().sum().open()).isZero();
    }

    private StorageJob now(StorageJob job) {
        return gateway.tiering().jobs().find(job.id()).orElseThrow();
    }
}
