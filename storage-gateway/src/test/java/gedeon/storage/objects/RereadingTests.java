package gedeon.storage.objects;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gedeon.kernel.Digest;
import gedeon.kernel.DigestAlgorithm;
import gedeon.storage.Await;
import gedeon.storage.Encryption;
import gedeon.storage.ObjectEvent;
import gedeon.storage.ObjectKey;
import gedeon.storage.ObjectVerified;
import gedeon.storage.Outbox;
import gedeon.storage.StoredVersion;
import gedeon.storage.Verifications;
import gedeon.storage.Verifications.Named;
import gedeon.storage.Verifications.Outcome;
import gedeon.storage.VersionId;
import gedeon.storage.lifecycle.SeveralTiers;
import gedeon.storage.tier.TierOffline;
import gedeon.storage.tier.jdbc.TierRow;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** What is stored is told by reading it, whatever was received. */
class RereadingTests extends SeveralTiers {
    private Outcome verify(StoredVersion version) throws Exception {
        return verifications().verify(version, bytes -> {});
    }

    private Verifications verifications() {
        return gateway.verifications();
    }

    private static Digest sha256(byte[] bytes) {
        return Digest.of(
                DigestAlgorithm.SHA256, MultipartUploads.digest("SHA-256").digest(bytes));
    }

    private static byte[] joined(byte[] first, byte[] second) {
        byte[] all = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, all, first.length, second.length);
        return all;
    }

    private long verifiedPlaces() {
        return sql.one(row -> row.getLong(1), "select count(*) from location where verified_at is not null")
                .orElseThrow();
    }

    private List<ObjectEvent> verifiedEvents() {
        List<ObjectEvent> events = new ArrayList<>();
        for (Outbox.Delivery one : gateway.outbox().claim("catalogue", 100)) {
            if (one.event() instanceof ObjectVerified) {
                events.add(one.event());
            }
        }
        return events;
    }

    @Test
    void eachFormIsReadAgainByItsBytes() throws Exception {
        List<Integer> sizes = List.of(0, 1, 4096, 60_000, 262_144, 300_000, (4 << 20) + 17);
        for (int size : sizes) {
            StoredVersion version = put("plain/" + size, random(size));
            AtomicLong passed = new AtomicLong();
            assertThat(verifications().verify(version, passed::addAndGet))
                    .isInstanceOfSatisfying(
                            Outcome.Verified.class,
                            verified -> assertThat(verified.sha256()).isEqualTo(sha256(random(size))));
            assertThat(passed).hasValue(size);
        }
        assertThat(verifiedPlaces()).isEqualTo(sizes.size());
        assertThat(gateway.damages().sum().open()).isZero();
        assertThat(verifiedEvents()).isEmpty();
    }

    @Test
    void ofWhatCameInPartsTheDigestBecomesKnownAndIsToldOnce() throws Exception {
        StoredVersion version = multipart("parts", random(5 << 20), random(70_001));
        assertThat(version.sha256()).isNull();
        Digest expected = sha256(joined(random(5 << 20), random(70_001)));
        for (int i = 0; i < 2; i++) {
            assertThat(verify(version))
                    .isInstanceOfSatisfying(
                            Outcome.Verified.class,
                            verified -> assertThat(verified.sha256()).isEqualTo(expected));
        }
        assertThat(found("parts").sha256()).isEqualTo(expected);
        assertThat(verifiedEvents())
                .singleElement()
                .satisfies(event -> assertThat(event.version().sha256()).isEqualTo(expected));
        assertThat(verifiedPlaces()).isEqualTo(2);
    }

    @Test
    void whatIsEncryptedIsComparedByItsPlainBytes() throws Exception {
        gateway.store().set(bucket, BucketSetting.ENCRYPTION, Encryption.NOTEBOOK_KEY.text());
        bucket = gateway.store().bucket("data").orElseThrow();
        StoredVersion version = put("sealed", random(300_000));
        StoredVersion parts = multipart("sealed parts", random(5 << 20), random(3));
        assertThat(verify(version))
                .isInstanceOfSatisfying(
                        Outcome.Verified.class,
                        verified -> assertThat(verified.sha256()).isEqualTo(sha256(random(300_000))));
        assertThat(verify(parts))
                .isInstanceOfSatisfying(
                        Outcome.Verified.class,
                        verified ->
                                assertThat(verified.sha256()).isEqualTo(sha256(joined(random(5 << 20), random(3)))));
        flip(onlyFile("house"), 200_000);
        boolean damaged = verify(version) instanceof Outcome.Damaged;
        assertThat(damaged || verify(parts) instanceof Outcome.Damaged).isTrue();
    }

    @Test
    void aByteThatChangedOnDiskIsFoundAndToldAsDamageAndNothingIsVerified() throws Exception {
        StoredVersion version = put("large", random(3 << 20));
        flip(onlyFile("house"), 2_000_000);
        assertThat(verify(version)).isInstanceOf(Outcome.Damaged.class);
        assertThat(gateway.damages().sum().lost()).isEqualTo(1);
        assertThat(verifiedPlaces()).isZero();
    }

    /** Its trailer as well, so that all its block checksums hold: the bytes are whole and other ones. */
    @Test
    void otherBytesUnderTheRightChecksumsAreFoundByTheirDigest() throws Exception {
        put("other", random(300_000));
        Path other = onlyFile("house");
        byte[] form = Files.readAllBytes(other);
        StoredVersion version = put("large", random(300_001));
        Path file = filesOf("house").stream()
                .filter(one -> !one.equals(other))
                .findFirst()
                .orElseThrow();
        byte[] wrong = random(300_001);
        wrong[150_000] ^= 1;
        byte[] now = Files.readAllBytes(file);
        int at = find(now, Arrays.copyOf(random(300_001), 64));
        System.arraycopy(wrong, 0, now, at, wrong.length);
        for (int block = 0; block < 2; block++) {
            java.util.zip.CRC32C crc = new java.util.zip.CRC32C();
            int begin = block * 262_144;
            crc.update(wrong, begin, Math.min(262_144, wrong.length - begin));
            java.nio.ByteBuffer.wrap(now).putInt(at + wrong.length + 4 * block, (int) crc.getValue());
        }
        Files.write(file, now);
        assertThat(read(version)).isEqualTo(wrong);
        assertThat(verify(version)).isInstanceOf(Outcome.Damaged.class);
        assertThat(gateway.damages().list(10).getFirst().reason()).contains("reads back with");
        assertThat(form).isNotEmpty();
    }

    private static int find(byte[] in, byte[] what) {
        for (int i = 0; i + what.length <= in.length; i++) {
            if (Arrays.equals(in, i, i + what.length, what, 0, what.length)) {
                return i;
            }
        }
        throw new AssertionError("it is not there");
    }

    @Test
    void aFileThatIsNotThereIsDamageAndAFileThatIsShorterToo() throws Exception {
        StoredVersion gone = put("gone", random(300_000));
        Files.delete(onlyFile("house"));
        StoredVersion shorter = put("shorter", random(400_000));
        Path file = onlyFile("house");
        Files.write(file, Arrays.copyOf(Files.readAllBytes(file), 350_000));
        assertThat(verify(gone)).isInstanceOf(Outcome.Damaged.class);
        assertThat(verify(shorter)).isInstanceOf(Outcome.Damaged.class);
        assertThat(gateway.damages().sum().open()).isEqualTo(2);
    }

    @Test
    void whereOneCopyIsDamagedTheOtherIsReadAndVerified() throws Exception {
        policy(List.of(second.id()));
        StoredVersion version = put("large", random(3 << 20));
        Await.until(() -> allIn(house, second.id()));
        sql.update("update location set verified_at = null");
        flip(onlyFile("house"), 2_000_000);
        assertThat(verify(version)).isInstanceOf(Outcome.Verified.class);
        assertThat(sql.list(row -> row.getShort(1), "select tier_id from location where verified_at is not null"))
                .contains(second.id());
        Await.until(() -> gateway.damages().sum().repaired() == 1);
    }

    @Test
    void aTierThatIsAwaySaysNothingAboutItsBytes() throws Exception {
        StoredVersion version = put("large", random(300_000));
        gateway.tiers().setState(house, TierRow.State.OFF);
        assertThatThrownBy(() -> verify(version)).isInstanceOf(TierOffline.class);
        gateway.tiers().setState(house, TierRow.State.ONLINE);
        assertThat(gateway.damages().sum().open()).isZero();
        assertThat(verify(version)).isInstanceOf(Outcome.Verified.class);
    }

    @Test
    void whatWasDeletedIsGone() throws Exception {
        StoredVersion version = put("a", random(10));
        gateway.store().delete(bucket, version.key(), version.version(), false);
        assertThat(verify(version)).isInstanceOf(Outcome.Gone.class);
    }

    @Test
    void theJournalHoldsWhatWasCommittedBeforeTheMark() throws Exception {
        put("a", random(10));
        long mark = verifications().journalMark();
        assertThat(mark).isPositive();
        assertThat(verifications().hasten(mark)).isTrue();
        assertThat(verifications().journalled(mark)).isTrue();
        put("b", random(10));
        assertThat(verifications().journalled(mark)).isTrue();
    }

    @Test
    void onlyWhatIsThereVerifiedAndUndamagedIsSound() throws Exception {
        StoredVersion sound = put("sound", random(300_000));
        StoredVersion parts = multipart("parts", random(5 << 20), random(100));
        StoredVersion unread = put("unread", random(10));
        StoredVersion deleted = put("deleted", random(20));
        StoredVersion damaged = put("damaged", random(500_000));
        for (StoredVersion one : List.of(sound, parts, deleted, damaged)) {
            assertThat(verify(one)).isInstanceOf(Outcome.Verified.class);
        }
        gateway.store().delete(bucket, deleted.key(), deleted.version(), false);
        sql.update(
                "insert into damage (blob_id, tier_id, reason) select blob_id, ?, 'flipped' from version where seq = ?",
                house,
                damaged.version().seq());
        List<Named> asked = new ArrayList<>();
        for (StoredVersion one : List.of(sound, parts, unread, deleted, damaged)) {
            asked.add(new Named(one.key(), one.version()));
        }
        asked.add(new Named(ObjectKey.of("never"), new VersionId(1, 2)));
        assertThat(verifications().unsound(notebook, "data", asked))
                .extracting(named -> named.key().toString())
                .containsExactlyInAnyOrder("unread", "deleted", "damaged", "never");
        assertThat(verifications().unsound(notebook + 1, "data", asked)).hasSameSizeAs(asked);
        sql.update("delete from damage");
    }

    /** The file system of this machine's temporary folder can be asked past its cache, or the answer says that it was not. */
    @Test
    void itSaysWhetherItCamePastTheCache() throws Exception {
        StoredVersion version = put("large", random(3 << 20));
        boolean asked = gateway.tiers().of(house).atRest(place(version)).pastCache();
        assertThat(((Outcome.Verified) verify(version)).pastCache()).isEqualTo(asked);
    }

    private gedeon.storage.tier.Location place(StoredVersion version) throws IOException {
        return sql.one(
                        gedeon.storage.namespace.Versions::place,
                        "select l.* from version v join location l on l.blob_id = v.blob_id where v.seq = ?",
                        version.version().seq())
                .orElseThrow()
                .at();
    }
}
