package gedeon.storage.lifecycle.tiering;

import static org.assertj.core.api.Assertions.assertThat;

import gedeon.storage.Await;
import gedeon.storage.ObjectKey;
import gedeon.storage.StoredVersion;
import gedeon.storage.lifecycle.SeveralTiers;
import gedeon.storage.lifecycle.jobs.StorageJob;
import gedeon.storage.objects.Collector;
import gedeon.storage.objects.ObjectStore;
import gedeon.storage.tier.Packed;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Packs with holes are written anew, and no others. */
class CompactionTests extends SeveralTiers {
    @Test
    void aPackWithHolesIsWrittenAnewAndGoesAway() throws Exception {
        List<StoredVersion> kept = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            // 64 KiB each: several packs of 4 MiB.
            StoredVersion version = put("small/" + i, random(60_000 + i));
            if (i % 3 == 0) {
                kept.add(version);
            }
        }
        for (int i = 0; i < 200; i++) {
            if (i % 3 != 0) {
                gateway.store()
                        .delete(new ObjectStore.Deletion(
                                bucket,
                                ObjectKey.of("small/" + i),
                                found("small/" + i).version(),
                                false,
                                false,
                                ObjectStore.DeleteConditions.NONE));
            }
        }
        sql.update("update garbage set since = now() - interval '2 days'");
        new Collector(sql, gateway.tiers(), Duration.ofHours(24)).collect();
        Packed packs = gateway.tiers().of(house).packed().orElseThrow();
        List<Packed.Pack> sealed = packs.sealed();
        assertThat(sealed).hasSizeGreaterThan(1);
        StorageJob job = compaction();
        gateway.tiering().jobs().now(job.id());
        Await.until(() ->
                sealed.stream().noneMatch(pack -> Files.exists(folder.resolve("house/packs/" + pack.id() + ".pack"))));
        for (StoredVersion version : kept) {
            assertThat(read(version)).isEqualTo(random((int) version.size().value()));
        }
        assertThat(gateway.damages().sum().open()).isZero();
    }

    @Test
    void aPackWithoutHolesIsLeftAloneHoweverSmallItsBlobsAre() throws Exception {
        for (int i = 0; i < 30; i++) {
            put("tiny/" + i, random(100 + i));
        }
        gateway.tiers().of(house).close();
        StorageJob job = compaction();
        gateway.tiering().jobs().now(job.id());
        Await.until(() -> gateway.tiering().jobs().find(job.id()).orElseThrow().bytes() >= 0
                && sql.one(
                                row -> row.getBoolean(1),
                                "select due > now() + interval '1 hour' from storage_job where id = ?",
                                job.id())
                        .orElseThrow());
        assertThat(gateway.tiering().jobs().find(job.id()).orElseThrow().bytes())
                .isZero();
        assertThat(gateway.tiers().of(house).packed().orElseThrow().sealed()).hasSize(1);
    }

    private StorageJob compaction() {
        return gateway.tiering().jobs().all().stream()
                .filter(one -> one.kind() == StorageJob.Kind.COMPACTION
                        && Short.valueOf(house).equals(one.tier()))
                .findFirst()
                .orElseThrow();
    }
}
