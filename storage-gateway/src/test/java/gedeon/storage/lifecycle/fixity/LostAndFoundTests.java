package gedeon.storage.lifecycle.fixity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gedeon.storage.Await;
import gedeon.storage.BlobId;
import gedeon.storage.ObjectKey;
import gedeon.storage.StoredVersion;
import gedeon.storage.lifecycle.SeveralTiers;
import gedeon.storage.lifecycle.jobs.StorageJob;
import gedeon.storage.namespace.NewVersion;
import gedeon.storage.tier.TierContract;
import gedeon.storage.tier.TierOffline;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What was put aside is shown, given back, or deleted by a person. */
class LostAndFoundTests extends SeveralTiers {
    @Test
    void whatNothingNamesBecomesTheVersionThatItsHeaderTellsOf() throws IOException {
        BlobId blob = aside(header("\"nonce\":\"ff\","), 100_000);
        Lost lost = gateway.lostAndFound().page(house, null, 10).getFirst();
        assertThat(lost.blob()).isEqualTo(blob);
        assertThat(lost.named()).isFalse();
        assertThat(lost.content()).isEqualTo(new Lost.Content(100_000, false, notebook, "data", ObjectKey.of("found")));
        assertThat(gateway.lostAndFound().page(house, blob, 10)).isEmpty();

        assertThat(gateway.lostAndFound().putBack(house, blob)).contains(LostAndFound.PutBack.NEW_VERSION);
        assertThat(read(found("found"))).isEqualTo(random(100_000));
        nothingIsLeft();
        assertThat(gateway.lostAndFound().putBack(house, blob)).isEmpty();
    }

    @Test
    void whatTellsOfNoVersionStaysAsideAndIsDeletedForGood() throws IOException {
        BlobId blob = aside(header(""), 100_000);
        assertThatThrownBy(() -> gateway.lostAndFound().putBack(house, blob))
                .isInstanceOf(LostAndFound.Stays.class)
                .hasMessageContaining("stays aside");
        assertThat(lost(blob)).exists();
        assertThat(sql.list(row -> true, "select 1 from location")).isEmpty();
        assertThat(gateway.lostAndFound().page(house, null, 10)).hasSize(1);

        assertThat(gateway.lostAndFound().delete(house, blob)).isTrue();
        assertThat(lost(blob)).doesNotExist();
        assertThat(gateway.lostAndFound().delete(house, blob)).isFalse();
        nothingIsLeft();
    }

    /** As an audit of before left it, which did not look whether a version names what no row of places does. */
    @Test
    void whatAVersionNamesGoesBackToItAndIsNotDeleted() throws IOException {
        StoredVersion version = put("large", random(200_000));
        BlobId blob = BlobId.parse(String.valueOf(onlyFile("house").getFileName()));
        Files.createDirectories(folder.resolve("house/lost+found"));
        Files.move(onlyFile("house"), lost(blob));
        sql.update("delete from location");
        sql.update("delete from blob");
        sql.update(
                "insert into lost_and_found (tier_id, blob_id, changed) values (?, ?, now())",
                house,
                NewVersion.uuid(blob));
        assertThat(gateway.lostAndFound().page(house, null, 10).getFirst().named())
                .isTrue();
        assertThatThrownBy(() -> read(version)).isInstanceOf(TierOffline.class);
        assertThatThrownBy(() -> gateway.lostAndFound().delete(house, blob))
                .isInstanceOf(LostAndFound.Stays.class)
                .hasMessageContaining("put it back");
        assertThat(lost(blob)).exists();

        assertThat(gateway.lostAndFound().putBack(house, blob)).contains(LostAndFound.PutBack.NAMED);
        assertThat(read(version)).isEqualTo(random(200_000));
        nothingIsLeft();
    }

    /** Killed when the bytes were back on their shelf. */
    @Test
    void whatWasHalfPutBackIsPutBackByTheNextOne() throws IOException {
        BlobId blob = aside(header("\"nonce\":\"ff\","), 100_000);
        gateway.tiers().of(house).shelves().orElseThrow().putBack(blob);
        sql.update(
                "insert into location (blob_id, tier_id, pos, length, state, claimed_until) values (?, ?, 0, 0, 'a', now() + interval '1 minute')",
                NewVersion.uuid(blob),
                house);
        assertThatThrownBy(() -> gateway.lostAndFound().putBack(house, blob))
                .isInstanceOf(LostAndFound.Stays.class)
                .hasMessageContaining("repeat");
        sql.update("update location set claimed_until = now() - interval '1 second' where state = 'a'");
        assertThat(gateway.lostAndFound().putBack(house, blob)).contains(LostAndFound.PutBack.NEW_VERSION);
        assertThat(read(found("found"))).isEqualTo(random(100_000));
        nothingIsLeft();
    }

    private void nothingIsLeft() throws IOException {
        assertThat(gateway.lostAndFound().page(house, null, 10)).isEmpty();
        assertThat(sql.list(row -> true, "select 1 from location where state = 'a'"))
                .isEmpty();
        assertThat(folder.resolve("house/lost+found")).isEmptyDirectory();
    }

    private Path lost(BlobId blob) {
        return folder.resolve("house/lost+found").resolve(blob.toString());
    }

    private String header(String more) {
        return "{" + more + "\"notebook\":" + notebook + ",\"bucket\":\"data\",\"key\":\""
                + Base64.getEncoder().encodeToString(ObjectKey.of("found").bytes()) + "\"}";
    }

    /** Put aside by an audit. */
    private BlobId aside(String header, int size) throws IOException {
        BlobId blob = BlobId.next(Clock.systemUTC());
        TierContract.write(gateway.tier(), blob, header.getBytes(StandardCharsets.UTF_8), random(size), size);
        Files.setLastModifiedTime(onlyFile("house"), FileTime.from(Instant.now().minus(Duration.ofHours(25))));
        StorageJob audit = gateway.tiering().audit(gateway.tiers().all().getFirst(), "somebody");
        Await.until(
                () -> gateway.tiering().jobs().find(audit.id()).orElseThrow().state() == StorageJob.State.FINISHED);
        assertThat(sql.list(row -> row.getObject(1, UUID.class), "select blob_id from lost_and_found"))
                .isEqualTo(List.of(NewVersion.uuid(blob)));
        return blob;
    }
}
