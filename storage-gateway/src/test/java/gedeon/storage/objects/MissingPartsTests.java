package gedeon.storage.objects;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gedeon.storage.Attributes;
import gedeon.storage.Encryption;
import gedeon.storage.ObjectKey;
import gedeon.storage.StoredVersion;
import gedeon.storage.TestGateway;
import gedeon.storage.lifecycle.SeveralTiers;
import gedeon.storage.objects.ObjectStore.DeleteConditions;
import gedeon.storage.objects.ObjectStore.Deletion;
import gedeon.storage.objects.ObjectStore.PartNamed;
import gedeon.storage.objects.ObjectStore.Upload;
import gedeon.storage.tier.TierOffline;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A namespace that was made again while a tier was away names content of which nobody knows where it lies. */
class MissingPartsTests extends SeveralTiers {
    private static final int PART = 5 << 20;

    @Test
    void aMissingPartIsNeverReadAsTheNextOne() throws IOException {
        missing(three("parts"));
    }

    @Test
    void neitherWhereItIsEncrypted() throws IOException {
        gateway.store().set(bucket, BucketSetting.ENCRYPTION, Encryption.NOTEBOOK_KEY.text());
        bucket = gateway.store().bucket("data").orElseThrow();
        missing(three("parts"));
    }

    private void missing(StoredVersion version) throws IOException {
        byte[] whole = read(version);
        sql.update(
                "delete from location where blob_id = (select blob_id from part where number = 2 and start is not null)");
        assertThat(range(version, 0, PART)).isEqualTo(Arrays.copyOf(whole, PART));
        assertThat(range(version, 2 * PART, 77)).isEqualTo(Arrays.copyOfRange(whole, 2 * PART, 2 * PART + 77));
        for (long[] range :
                new long[][] {{0, 2 * PART + 77}, {0, PART + 1}, {PART - 1, 2}, {PART, PART}, {PART + 10, 5}}) {
            assertThatThrownBy(() -> range(version, range[0], range[1]))
                    .as("%s bytes from %s", range[1], range[0])
                    .isInstanceOf(TierOffline.class)
                    .hasMessageContaining("parts")
                    .hasMessageContaining(String.valueOf(Math.max(PART, range[0])));
        }
    }

    @Test
    void whatLiesNowhereIsAwayAndNotGone() throws IOException {
        StoredVersion version = put("whole", random(100));
        StoredVersion empty = put("empty", new byte[0]);
        sql.update("delete from location");
        sql.update("delete from blob");
        assertThatThrownBy(() -> read(version)).isInstanceOf(TierOffline.class);
        assertThatThrownBy(() -> gateway.store().copy(version, TestGateway.aPut(bucket, "copy", new byte[0])))
                .isInstanceOf(TierOffline.class);
        assertThat(read(empty)).isEmpty();
        gateway.store()
                .delete(new Deletion(bucket, version.key(), version.version(), false, false, DeleteConditions.NONE));
        assertThatThrownBy(() -> read(version))
                .isInstanceOfSatisfying(
                        Refusal.class, e -> assertThat(e.reason()).isEqualTo(Refusal.Reason.NO_SUCH_VERSION));
    }

    private StoredVersion three(String key) throws IOException {
        Upload upload = gateway.store().createUpload(bucket, ObjectKey.of(key), Attributes.NONE, null, false);
        List<PartNamed> parts =
                List.of(part(upload, 1, random(PART)), part(upload, 2, random(PART)), part(upload, 3, random(77)));
        return gateway.store().complete(upload, parts, ObjectStore.Conditions.NONE, ObjectStore.WholeDeclared.NOTHING);
    }

    private byte[] range(StoredVersion version, long from, long length) throws IOException {
        try (InputStream in = gateway.store().read(version, from, length)) {
            return in.readAllBytes();
        }
    }
}
