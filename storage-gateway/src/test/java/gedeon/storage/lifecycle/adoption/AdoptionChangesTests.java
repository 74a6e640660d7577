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
import gedeon.storage.tier.jdbc.TierRow;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What changes in an adopted folder is told, never served as what it was, and taken only where that is asked for. */
class AdoptionChangesTests extends AdoptedShare {
    @Test
    void whatIsNotHashedIsServedUntilItChangesAndThenCut() throws Exception {
        file("large", random(9 << 20));
        file("small", random(100));
        TierRow tier = begin("data", "", STANDING_STILL);
        Await.until(() -> adoption(tier).walked());
        StoredVersion large = found("large");
        String etag = large.etag();
        assertThat(large.sha256()).isNull();
        assertThat(read(large)).isEqualTo(random(9 << 20));
        try (InputStream in = gateway.store().read(large, 0, 9 << 20)) {
            in.readNBytes(1 << 20);
            write("large", random(9 << 20));
            // The same bytes, but nobody can know that.
            assertThatThrownBy(in::readAllBytes)
                    .isInstanceOf(DamagedBlock.class)
                    .hasMessageContaining("changed underneath");
        }
        assertThatThrownBy(() -> read(large)).isInstanceOf(DamagedBlock.class);
        assertThat(gateway.damages().sum().lost()).isEqualTo(1);
        assertThat(read(found("small"))).isEqualTo(random(100));
        assertThat(found("large").etag()).isEqualTo(etag);
    }

    @Test
    void whatChangesUnderneathIsToldAndOnlyTakenWhenAsked() throws Exception {
        for (int i = 0; i < 10; i++) {
            file("f" + i, random(300_000 + i));
        }
        adopt("data", "", 0);
        TierRow tier = gateway.adoptions().of(share).orElseThrow();
        StoredVersion first = found("f1");
        byte[] other = random(300_001);
        other[299_000] ^= 1;
        write("f1", other);
        Files.delete(share.resolve("f2"));
        write("f3", random(300_003));
        write("f4", random(5));
        write("new", random(6));

        // A changed block is never handed out, whether or not anybody has looked before.
        assertThatThrownBy(() -> read(first)).isInstanceOf(DamagedBlock.class);
        try (InputStream in = gateway.store().read(first, 0, 262_144)) {
            assertThat(in.readAllBytes()).isEqualTo(java.util.Arrays.copyOf(random(300_001), 262_144));
        }
        Adoption compared = again(tier, false);
        assertThat(compared.differs()).isTrue();
        assertThat(compared.changed()).isEqualTo(2);
        assertThat(compared.gone()).isEqualTo(1);
        assertThat(compared.leftOut()).containsOnly(Map.entry(LeftOut.CAME, 1L));
        assertThat(gateway.adoptions().findings(tier.id(), 100))
                .containsExactlyInAnyOrder(
                        new Adoption.Finding("changed", "f1"),
                        new Adoption.Finding("gone", "f2"),
                        new Adoption.Finding("changed", "f4"),
                        new Adoption.Finding("came", "new"));
        assertThat(gateway.damages().sum().lost()).isEqualTo(3);
        assertThat(found("f1").version()).isEqualTo(first.version());
        assertThat(gateway.store().find(bucket, ObjectKey.of("new"), null, false))
                .isEmpty();
        // Touched, and the same bytes: as it was.
        assertThat(read(found("f3"))).isEqualTo(random(300_003));

        Adoption taken = again(tier, true);
        assertThat(taken.changed() + taken.leftOut().size()).isZero();
        assertThat(read(found("f1"))).isEqualTo(other);
        assertThat(read(found("f4"))).isEqualTo(random(5));
        assertThat(read(found("new"))).isEqualTo(random(6));
        assertThat(found("f1").version()).isNotEqualTo(first.version());
        assertThatThrownBy(() -> read(first)).isInstanceOf(DamagedBlock.class);
        assertThatThrownBy(() -> read(found("f2"))).isInstanceOf(NoSuchFileException.class);

        // What comes back is as it was.
        file("f2", random(300_002));
        again(tier, false);
        assertThat(read(found("f2"))).isEqualTo(random(300_002));
        assertThat(adoption(tier).gone()).isZero();
    }

    @Test
    void whatSomebodyPutInAFilesPlaceIsNotReplaced() throws Exception {
        bucket = gateway.store().createBucket(notebook, "plain", false);
        for (String name : List.of("own", "mine", "left")) {
            file(name, random(100));
        }
        adopt("plain", "", 0);
        TierRow tier = gateway.adoptions().of(share).orElseThrow();
        StoredVersion own = put("own", random(7));
        gateway.store().delete(new Deletion(bucket, ObjectKey.of("left"), null, false, false, DeleteConditions.NONE));
        write("own", random(101));
        write("mine", random(102));
        write("left", random(103));
        again(tier, true);
        assertThat(found("own").version()).isEqualTo(own.version());
        assertThat(read(found("own"))).isEqualTo(random(7));
        assertThat(read(found("mine"))).isEqualTo(random(102));
        assertThat(gateway.quotas().quota(new Scope.OfNotebook(notebook)).used().value())
                .isEqualTo(7
                        + sql.one(
                                        row -> row.getLong(1),
                                        "select sum(size) from version where bucket_id = ? and blob_id in (select blob_id from adopted_file)",
                                        bucket.id())
                                .orElseThrow());
    }

    @Test
    void aFileThatWasCutIsNeverServedAsWhole() throws Exception {
        file("f", random(600_000));
        adopt("data", "", 0);
        write("f", java.util.Arrays.copyOf(random(600_000), 400_000));
        assertThatThrownBy(() -> read(found("f"))).isInstanceOf(DamagedBlock.class);
    }
}
