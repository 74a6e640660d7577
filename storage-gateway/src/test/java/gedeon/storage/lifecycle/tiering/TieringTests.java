package gedeon.storage.lifecycle.tiering;

import static org.assertj.core.api.Assertions.assertThat;

import gedeon.storage.Await;
import gedeon.storage.Encryption;
import gedeon.storage.StoredVersion;
import gedeon.storage.TestGateway;
import gedeon.storage.lifecycle.SeveralTiers;
import gedeon.storage.lifecycle.jobs.StorageJob;
import gedeon.storage.objects.BucketSetting;
import gedeon.storage.tier.jdbc.TierRow;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Blobs go where their notebook's policy wants them, and come back whole from wherever they are. */
class TieringTests extends SeveralTiers {
    @Test
    void eachBlobHasItsCopiesWhereverItCameFrom() throws IOException {
        policy(List.of(second.id()));
        byte[] small = random(100);
        byte[] large = random(3 << 20);
        StoredVersion one = put("small", small);
        StoredVersion two = put("large", large);
        StoredVersion none = put("empty", new byte[0]);
        StoredVersion parts = multipart("parts", random(5 << 20), random(1000));
        gateway.store().set(bucket, BucketSetting.ENCRYPTION, Encryption.NOTEBOOK_KEY.text());
        bucket = gateway.store().bucket("data").orElseThrow();
        StoredVersion sealed = put("sealed", large);
        Await.until(() -> allIn(house, second.id()));

        gateway.tiers().setState(house, TierRow.State.OFF);
        assertThat(read(one)).isEqualTo(small);
        assertThat(read(two)).isEqualTo(large);
        assertThat(read(none)).isEmpty();
        assertThat(read(parts)).hasSize((5 << 20) + 1000);
        assertThat(read(sealed)).isEqualTo(large);
        gateway.tiers().setState(house, TierRow.State.ONLINE);
    }

    @Test
    void whatARuleMovesGoesAwayFromWhereItWas() throws IOException {
        byte[] body = random(200_000);
        StoredVersion stays = put("here/1", body);
        StoredVersion goes = put("there/1", body);
        policy(List.of(), to(third.id(), "there/"));
        Await.until(() -> in(goes).equals(List.of(third.id())) && in(stays).equals(List.of(house)));
        assertThat(read(goes)).isEqualTo(body);
        assertThat(read(stays)).isEqualTo(body);
        assertThat(files(folder.resolve("house"))).isEqualTo(1);
        assertThat(files(folder.resolve("third"))).isEqualTo(1);
        // And back again, over what is left of it there.
        policy(List.of());
        Await.until(() -> allIn(house));
        assertThat(read(goes)).isEqualTo(body);
    }

    @Test
    void aSharedBlobStaysNearForWhoNeedsItNear() throws IOException {
        StoredVersion original = put("there/1", random(200_000));
        gateway.store().copy(original, TestGateway.aPut(bucket, "here/1", new byte[0]));
        StoredVersion alone = put("there/2", random(200_001));
        policy(List.of(), to(third.id(), "there/"));
        Await.until(() -> in(alone).equals(List.of(third.id())));
        assertThat(in(original)).containsExactly(house);
    }

    @Test
    void aTierIsEmptiedWhileOthersReadAndWrite() throws IOException {
        byte[] body = random(150_000);
        StoredVersion before = put("before", body);
        StoredVersion small = put("small", random(500));
        StorageJob job = gateway.tiering().drain(gateway.tiers().all().getFirst(), "somebody");
        StoredVersion meanwhile = put("meanwhile", body);
        Await.until(() -> gateway.tiering().jobs().find(job.id()).orElseThrow().state() == StorageJob.State.FINISHED);
        Await.until(() -> allIn(second.id()));
        assertThat(read(before)).isEqualTo(body);
        assertThat(read(small)).isEqualTo(random(500));
        assertThat(read(meanwhile)).isEqualTo(body);
        assertThat(in(put("after", body))).doesNotContain(house);
    }

    @Test
    void whatIsSwitchedOffForAWhileComesBackAsItWas() throws IOException {
        policy(List.of(second.id()), to(third.id(), "there/"));
        StoredVersion ruled = put("there/1", random(200_000));
        StoredVersion landed = put("here/1", random(1000));
        Await.until(() ->
                in(ruled).equals(List.of(second.id(), third.id())) && in(landed).equals(List.of(house, second.id())));
        for (short tier : List.of(house, second.id(), third.id())) {
            gateway.tiers().setState(tier, TierRow.State.OFF);
            awaitRounds();
            assertThat(in(ruled)).containsExactly(second.id(), third.id());
            assertThat(in(landed)).containsExactly(house, second.id());
            gateway.tiers().setState(tier, TierRow.State.ONLINE);
            awaitRounds();
            assertThat(in(ruled)).containsExactly(second.id(), third.id());
            assertThat(in(landed)).containsExactly(house, second.id());
        }
    }

    @Test
    void aDestinationThatIsAwayLeavesTheJobWaitingAndRecoversByItself() throws IOException {
        StoredVersion version = put("there/1", random(200_000));
        Files.move(folder.resolve("third"), folder.resolve("away"));
        policy(List.of(), to(third.id(), "there/"));
        Await.until(() -> gateway.tiering().jobs().all().stream().anyMatch(TieringTests::tellsThatItsTierIsAway));
        assertThat(in(version)).contains(house);
        assertThat(read(version)).isEqualTo(random(200_000));
        Files.move(folder.resolve("away"), folder.resolve("third"));
        // As long as a claim lasts, were one left behind.
        Await.until(() -> in(version).equals(List.of(third.id())), Duration.ofMinutes(3), this::rows);
    }

    private String rows() {
        return String.join(
                "\n",
                sql.list(
                        row -> row.getString(1),
                        "select j::text from storage_job j union all select l::text from location l union all select now()::text"));
    }

    private static boolean tellsThatItsTierIsAway(StorageJob job) {
        String why = job.reason();
        return job.failed() > 0 && why != null && why.contains("gedeon-tier.json");
    }
}
