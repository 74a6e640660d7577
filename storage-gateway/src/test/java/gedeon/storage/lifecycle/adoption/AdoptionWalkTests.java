package gedeon.storage.lifecycle.adoption;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gedeon.storage.Await;
import gedeon.storage.ObjectKey;
import gedeon.storage.Scope;
import gedeon.storage.StoredVersion;
import gedeon.storage.objects.ObjectStore.DeleteConditions;
import gedeon.storage.objects.ObjectStore.Deletion;
import gedeon.storage.tier.DamagedBlock;
import gedeon.storage.tier.TierOffline;
import gedeon.storage.tier.jdbc.TierRow;
import java.nio.file.Files;
import java.sql.Connection;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A walk that is broken off is gone on with, also by a namespace that was made again, and takes nothing that nobody asked for. */
class AdoptionWalkTests extends AdoptedShare {
    @Test
    void aMountThatIsGoneIsNoDamage() throws Exception {
        file("f", random(1000));
        adopt("data", "", 0);
        TierRow tier = gateway.adoptions().of(share).orElseThrow();
        Files.move(share, share.resolveSibling("away"));
        assertThatThrownBy(() -> read(found("f"))).isInstanceOf(TierOffline.class);
        Files.createDirectory(share);
        assertThatThrownBy(() -> read(found("f"))).isInstanceOf(TierOffline.class);
        gateway.adoptions().again(tier, false, 0, null);
        Await.until(() -> job(tier).reason() != null);
        assertThat(gateway.damages().sum().open()).isZero();
        assertThat(adoption(tier).gone()).isZero();
        Files.delete(share);
        Files.move(share.resolveSibling("away"), share);
        gateway.tiering().jobs().now(job(tier).id());
        Await.until(() -> adoption(tier).ended() != null);
        assertThat(read(found("f"))).isEqualTo(random(1000));
    }

    @Test
    void aRebuildHasTheFolderAgainAndTakesNothingByItself() throws Exception {
        for (int i = 0; i < 8; i++) {
            file("f" + i, random(300_000 + i));
        }
        adopt("data", "", 0);
        TierRow tier = gateway.adoptions().of(share).orElseThrow();
        StoredVersion first = found("f1");
        write("f1", random(17));
        again(tier, true);
        // Touched, and known by its new time; let go; changed so that nobody sees it from outside.
        write("f2", random(300_002));
        again(tier, false);
        StoredVersion gone = found("f3");
        gateway.store().delete(new Deletion(bucket, gone.key(), gone.version(), false, false, DeleteConditions.NONE));
        write("came", random(18));
        gateway.journal().flush();
        gateway.close();
        byte[] other = random(300_004);
        other[7] ^= 1;
        file("f4", other);

        assertThat(rebuild(folder.resolve("house")).missing()).isZero();
        assertThat(miscounted()).isEmpty();
        assertThatThrownBy(() -> read(found("f4")))
                .isInstanceOf(DamagedBlock.class)
                .hasMessageContaining("SHA-256");
        assertThat(read(found("f2"))).isEqualTo(random(300_002));
        Await.until(() -> {
            gateway.adoptions().ensureJobs();
            return adoption(tier).ended() != null;
        });
        assertThat(read(found("f1"))).isEqualTo(random(17));
        assertThatThrownBy(() -> read(first)).isInstanceOf(DamagedBlock.class);
        for (int i : new int[] {0, 2, 5, 6, 7}) {
            assertThat(read(found("f" + i))).isEqualTo(random(300_000 + i));
            assertThat(found("f" + i).sha256()).isEqualTo(sha256(random(300_000 + i)));
        }
        for (String none : List.of("f3", "came")) {
            assertThat(gateway.store().find(bucket, ObjectKey.of(none), null, false))
                    .isEmpty();
        }
        Adoption compared = again(tier, false);
        assertThat(compared.changed()).isEqualTo(1);
        assertThat(compared.leftOut()).containsOnly(Map.entry(LeftOut.CAME, 1L));
        again(tier, true);
        assertThat(read(found("came"))).isEqualTo(random(18));
        assertThat(read(found("f4"))).isEqualTo(other);
    }

    @Test
    void aWalkThatWasNotOverIsGoneOnWithAfterARebuild() throws Exception {
        for (int i = 0; i < 1200; i++) {
            file("f" + i, random(i % 7));
        }
        try (Connection held = heldUp()) {
            TierRow tier = begin("data", "", 0);
            Await.until(() -> waits(tier));
            gateway.journal().flush();
            held.rollback();
            Await.until(() -> adoption(tier).taken() >= 500);
            gateway.journal().flush();
            gateway.close();
            rebuild(folder.resolve("house"));
            Await.until(() -> {
                gateway.adoptions().ensureJobs();
                return adoption(tier).ended() != null;
            });
            assertThat(adoption(tier).taken()).isEqualTo(1200);
            assertThat(gateway.quotas()
                            .quota(new Scope.OfNotebook(notebook))
                            .objects()
                            .used())
                    .isEqualTo(1200);
        }
    }

    @Test
    void aMountThatGoesAwayWhileItIsWalkedEndsNoWalk() throws Exception {
        for (int i = 0; i < 1200; i++) {
            file("d" + i / 100 + "/f" + i, random(i % 7));
        }
        TierRow tier;
        try (Connection held = heldUp()) {
            tier = begin("data", "", 0);
            Await.until(() -> waits(tier));
            Files.move(share, share.resolveSibling("away"));
            Files.createDirectory(share);
            held.rollback();
            Await.until(() -> job(tier).reason() != null);
        }
        assertThat(job(tier).reason()).contains("is it mounted?");
        assertThat(adoption(tier).walked()).isFalse();
        Files.delete(share);
        Files.move(share.resolveSibling("away"), share);
        gateway.tiering().jobs().now(job(tier).id());
        Await.until(() -> adoption(tier).ended() != null);
        assertThat(adoption(tier).taken()).isEqualTo(1200);
        assertThat(adoption(tier).leftOut()).isEmpty();
    }
}
