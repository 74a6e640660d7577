package gedeon.storage.journal.rebuild;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gedeon.storage.Await;
import gedeon.storage.BlobId;
import gedeon.storage.Encryption;
import gedeon.storage.ObjectKey;
import gedeon.storage.StoredVersion;
import gedeon.storage.TestGateway;
import gedeon.storage.lifecycle.SeveralTiers;
import gedeon.storage.lifecycle.jobs.StorageJob;
import gedeon.storage.objects.Bucket;
import gedeon.storage.objects.BucketSetting;
import gedeon.storage.tier.TierContract;
import gedeon.storage.tier.TierOffline;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A tier that does not answer while the namespace is made again keeps what lies there, and is whole when it comes back. */
class AwayRebuildTests extends SeveralTiers {
    @Test
    void whatLiesInATierThatWasAwayIsThereWhenItComesBack() throws Exception {
        policy(List.of(), to(second.id(), "cold/"));
        Bucket secret = gateway.store().createBucket(notebook, "secret", true);
        gateway.store().set(secret, BucketSetting.ENCRYPTION, Encryption.NOTEBOOK_KEY.text());
        gateway.store()
                .put(TestGateway.aPut(gateway.store().bucket("secret").orElseThrow(), "cold/sealed", random(90_000)));
        put("cold/large", random(300_000));
        put("cold/small", random(900));
        multipart("cold/parts", random(5 << 20), random(77));
        put("near", random(80_000));
        Await.until(() -> sql.list(
                        row -> row.getString(1), "select state::text || tier_id::text from location order by tier_id")
                .equals(List.of(
                        "l" + house,
                        "l" + second.id(),
                        "l" + second.id(),
                        "l" + second.id(),
                        "l" + second.id(),
                        "l" + second.id())));
        gateway.journal().flush();
        gateway.close();
        Files.move(folder.resolve("second"), folder.resolve("away"));
        // What was moved away is a hole there still, until the pack is written anew.
        for (Path pack : files(folder.resolve("house/packs"), ".pack")) {
            Files.delete(pack);
        }

        RebuildReport report = rebuild(folder.resolve("house"));
        assertThat(report.away()).singleElement().asString().contains("second");
        assertThat(report.missing()).isEqualTo(4);
        // Asked for by nobody: it found the tier away when the gateway opened. Until it is its turn, nothing is known
        // of what lies there.
        StorageJob audit = waiting();
        gateway.tiering().jobs().pause(audit.id(), true);
        for (String key : List.of("cold/large", "cold/small", "cold/parts")) {
            assertThatThrownBy(() -> read(found(key))).as(key).isInstanceOf(TierOffline.class);
        }

        Files.move(folder.resolve("away"), folder.resolve("second"));
        // Who found it away looks again some seconds later.
        Await.until(() -> {
            try {
                return gateway.tiers().of(second.id()).holdings().isPresent();
            } catch (TierOffline e) {
                return false;
            }
        });
        // What nobody knows of is not put aside while anything may name it; a stranger would be, in any other audit.
        BlobId stranger = BlobId.next(Clock.systemUTC());
        TierContract.write(gateway.tier(), stranger, random(100_000), 100_000);
        Path file = filesOf("house").stream()
                .filter(one -> one.endsWith(stranger.toString()))
                .findFirst()
                .orElseThrow();
        Files.setLastModifiedTime(file, FileTime.from(Instant.now().minus(Duration.ofHours(25))));
        round(StorageJob.Kind.COMPACTION, second.id());
        assertThat(sql.list(row -> true, "select 1 from retired_pack")).isEmpty();
        audited(gateway.tiering()
                .audit(gateway.tiers().all().getFirst(), "somebody")
                .id());
        assertThat(file).exists();

        gateway.tiering().jobs().pause(audit.id(), false);
        audited(audit.id());
        assertThat(read(found("cold/large"))).isEqualTo(random(300_000));
        assertThat(read(found("cold/small"))).isEqualTo(random(900));
        assertThat(read(found("cold/parts"))).startsWith(random(5 << 20)).endsWith(random(77));
        StoredVersion sealed = gateway.store()
                .find(gateway.store().bucket("secret").orElseThrow(), ObjectKey.of("cold/sealed"), null, false)
                .orElseThrow();
        assertThat(read(sealed)).isEqualTo(random(90_000));
        assertThat(sql.list(row -> true, "select 1 from lost_and_found")).isEmpty();
        assertThat(sql.list(row -> true, "select 1 from tier where unseen")).isEmpty();
        // From now on its packs are looked after again, and strangers are put aside.
        round(StorageJob.Kind.COMPACTION, second.id());
        assertThat(read(found("cold/small"))).isEqualTo(random(900));
        audited(gateway.tiering()
                .audit(gateway.tiers().all().getFirst(), "somebody")
                .id());
        assertThat(file).doesNotExist();
    }

    /** Whatever row is lacking, and why. */
    @Test
    void aPackIsNotRemovedWithTheOnlyBytesOfWhatAVersionNames() throws Exception {
        policy(List.of(), to(second.id(), "cold/"));
        put("cold/small", random(900));
        Await.until(() -> in(found("cold/small")).equals(List.of(second.id())));
        gateway.close();
        reopen(settings);
        sql.update("delete from location");
        StorageJob compaction = job(StorageJob.Kind.COMPACTION, second.id());
        gateway.tiering().jobs().now(compaction.id());
        Await.until(() ->
                gateway.tiering().jobs().find(compaction.id()).orElseThrow().reason() != null);
        assertThat(gateway.tiering().jobs().find(compaction.id()).orElseThrow().reason())
                .contains("audit the tier");
        assertThat(sql.list(row -> true, "select 1 from retired_pack")).isEmpty();
        audited(gateway.tiering().audit(second, "somebody").id());
        assertThat(read(found("cold/small"))).isEqualTo(random(900));
    }

    /** What was moved away is still in its pack, as a hole: an audit does not take it for what was lost. */
    @Test
    void whatWasMovedAwayDoesNotComeBackByAnAudit() throws Exception {
        policy(List.of(), to(second.id(), "cold/"));
        put("cold/small", random(900));
        Await.until(() -> in(found("cold/small")).equals(List.of(second.id())));
        gateway.close();
        reopen(settings);
        try (Stream<Path> packs = Files.list(folder.resolve("house/packs"))) {
            assertThat(packs).isNotEmpty();
        }
        audited(gateway.tiering()
                .audit(gateway.tiers().all().getFirst(), "somebody")
                .id());
        assertThat(in(found("cold/small"))).containsExactly(second.id());
    }

    /** The audit that looked for its tier once, and waits. */
    private StorageJob waiting() {
        List<StorageJob> waiting = new ArrayList<>();
        Await.until(() -> gateway.tiering().jobs().all().stream()
                .filter(job -> job.kind() == StorageJob.Kind.AUDIT && job.askedBy() == null && job.reason() != null)
                .anyMatch(waiting::add));
        return waiting.getFirst();
    }

    private static List<Path> files(Path in, String end) throws IOException {
        try (Stream<Path> all = Files.list(in)) {
            return all.filter(one -> one.toString().endsWith(end)).toList();
        }
    }

    private StorageJob job(StorageJob.Kind kind, short tier) {
        return gateway.tiering().jobs().all().stream()
                .filter(job -> job.kind() == kind && Short.valueOf(tier).equals(job.tier()))
                .findFirst()
                .orElseThrow();
    }

    private void round(StorageJob.Kind kind, short tier) {
        long id = job(kind, tier).id();
        Instant before = gateway.tiering().jobs().find(id).orElseThrow().roundEnded();
        gateway.tiering().jobs().now(id);
        Await.until(() -> {
            Instant ended = gateway.tiering().jobs().find(id).orElseThrow().roundEnded();
            return ended != null && !ended.equals(before);
        });
    }

    private void audited(long id) {
        Await.until(() -> gateway.tiering().jobs().find(id).orElseThrow().state() == StorageJob.State.FINISHED);
    }
}
