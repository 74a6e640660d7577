package gedeon.storage.tier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gedeon.kernel.Digest;
import gedeon.kernel.DigestAlgorithm;
import gedeon.storage.BlobId;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;

/** The promise of {@link Tier}; every implementation takes it. */
public abstract class TierContract {
    protected abstract Tier tier();

    @Test
    void whatIsPublishedReadsBackWholeAndByRange() throws IOException {
        for (int size :
                new int[] {0, 1, 100, BlobForm.BLOCK - 1, BlobForm.BLOCK, BlobForm.BLOCK + 1, 3 * BlobForm.BLOCK + 17
                }) {
            byte[] payload = random(size);
            Location location = write(tier(), BlobId.next(Clock.systemUTC()), payload, size);
            assertThat(all(tier().read(location, 0, size))).isEqualTo(payload);
            if (size > 10) {
                assertThat(all(tier().read(location, 5, size - 10)))
                        .isEqualTo(Arrays.copyOfRange(payload, 5, size - 5));
                assertThat(all(tier().read(location, size - 1, 1)))
                        .isEqualTo(Arrays.copyOfRange(payload, size - 1, size));
            }
        }
    }

    @Test
    void whatIsPublishedLaterIsThereOnceItWasAwaited() throws IOException {
        List<Pending> pending = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            byte[] payload = random(1000 + i);
            try (Tier.BlobWriter writer = tier().begin(
                            BlobId.next(Clock.systemUTC()),
                            "{\"notebook\":1}".getBytes(StandardCharsets.UTF_8),
                            payload.length)) {
                writer.write(payload, 0, payload.length);
                Digest sha256 = digest(DigestAlgorithm.SHA256, "SHA-256", payload);
                pending.add(writer.publishLater(sha256, sha256, digest(DigestAlgorithm.MD5, "MD5", payload)));
            }
        }
        for (Pending one : pending) {
            one.await();
            one.close();
            one.close();
        }
        for (int i = 0; i < 5; i++) {
            assertThat(all(tier().read(pending.get(i).location(), 0, 1000 + i))).isEqualTo(random(1000 + i));
        }
    }

    @Test
    void aBlobOfUnknownLengthIsStored() throws IOException {
        byte[] payload = random(BlobForm.BLOCK + 5);
        Location location = write(tier(), BlobId.next(Clock.systemUTC()), payload, -1);
        assertThat(all(tier().read(location, 0, payload.length))).isEqualTo(payload);
    }

    @Test
    void headerAndTrailerSayWhatWasWritten() throws IOException {
        for (int size : new int[] {0, 1, BlobForm.BLOCK, 3 * BlobForm.BLOCK + 17}) {
            byte[] payload = random(size);
            Location location = write(tier(), BlobId.next(Clock.systemUTC()), payload, size);
            BlobEnds ends = tier().ends(location);
            assertThat(new String(ends.metadata(), StandardCharsets.UTF_8)).isEqualTo("{\"notebook\":1}");
            assertThat(ends.encrypted()).isFalse();
            assertThat(ends.sha256()).isEqualTo(digest(DigestAlgorithm.SHA256, "SHA-256", payload));
            assertThat(ends.plainMd5()).isEqualTo(digest(DigestAlgorithm.MD5, "MD5", payload));
        }
    }

    @Test
    protected void aBlobIsNeverOverwritten() throws IOException {
        BlobId blob = BlobId.next(Clock.systemUTC());
        byte[] first = random(2 << 20);
        Location location = write(tier(), blob, first, first.length);
        assertThatThrownBy(() -> write(tier(), blob, random(2 << 20), 2 << 20))
                .isInstanceOf(FileAlreadyExistsException.class);
        assertThat(all(tier().read(location, 0, first.length))).isEqualTo(first);
    }

    @Test
    void whatWasNotPublishedIsNotThere() throws IOException {
        BlobId blob = BlobId.next(Clock.systemUTC());
        try (Tier.BlobWriter writer = tier().begin(blob, new byte[0], 2 << 20)) {
            writer.write(new byte[100], 0, 100);
        }
        assertThatThrownBy(() ->
                        tier().read(new Location(blob, null, 64, 100), 0, 100).readAllBytes())
                .isInstanceOf(NoSuchFileException.class);
    }

    @Test
    protected void deletingWhatIsAbsentDoesNothing() throws IOException {
        byte[] payload = random(2 << 20);
        Location location = write(tier(), BlobId.next(Clock.systemUTC()), payload, payload.length);
        tier().delete(location);
        tier().delete(location);
        assertThatThrownBy(() -> tier().read(location, 0, 1)).isInstanceOf(NoSuchFileException.class);
    }

    @Test
    protected void whatIsPutAsideIsNotReadAndComesBackWhole() throws IOException {
        if (tier().shelves().isEmpty()) {
            return;
        }
        Shelves shelves = tier().shelves().get();
        Location location = write(tier(), BlobId.next(Clock.systemUTC()), random(2 << 20), 2 << 20);
        BlobId blob = location.blob();
        assertThat(shelves.held(blob)).map(Holdings.Held::at).contains(location);
        shelves.setAside(new Rest(blob, null, Instant.EPOCH));
        assertThat(shelves.held(blob)).isEmpty();
        assertThat(shelves.aside(blob)).map(Holdings.Held::at).contains(location);
        assertThatThrownBy(() -> tier().read(location, 0, 1)).isInstanceOf(NoSuchFileException.class);
        shelves.putBack(blob);
        shelves.putBack(blob);
        assertThat(shelves.aside(blob)).isEmpty();
        assertThat(all(tier().read(location, 0, 2 << 20))).isEqualTo(random(2 << 20));
        shelves.setAside(new Rest(blob, null, Instant.EPOCH));
        shelves.deleteAside(blob);
        shelves.deleteAside(blob);
        assertThat(shelves.aside(blob)).isEmpty();
        assertThatThrownBy(() -> shelves.putBack(blob)).isInstanceOf(NoSuchFileException.class);
    }

    @Test
    protected void whatIsTakenBackIsNotFoundWhereTheTierIsLookedThrough() throws IOException {
        Location stays = write(tier(), BlobId.next(Clock.systemUTC()), random(1000), 1000);
        Location goes = write(tier(), BlobId.next(Clock.systemUTC()), random(1001), 1001);
        Location after = write(tier(), BlobId.next(Clock.systemUTC()), random(1002), 1002);
        tier().discard(goes);
        tier().discard(goes);
        assertThat(all(tier().read(stays, 0, 1000))).isEqualTo(random(1000));
        assertThat(all(tier().read(after, 0, 1002))).isEqualTo(random(1002));
        if (tier().holdings().isPresent()) {
            Set<BlobId> held = ConcurrentHashMap.newKeySet();
            tier().holdings().get().each(one -> held.add(one.at().blob()));
            assertThat(held).contains(stays.blob(), after.blob()).doesNotContain(goes.blob());
        }
    }

    public static Location write(Tier tier, BlobId blob, byte[] payload, long expected) throws IOException {
        return write(tier, blob, "{\"notebook\":1}".getBytes(StandardCharsets.UTF_8), payload, expected);
    }

    public static Location write(Tier tier, BlobId blob, byte[] metadata, byte[] payload, long expected)
            throws IOException {
        try (Tier.BlobWriter writer = tier.begin(blob, metadata, expected)) {
            for (int at = 0; at < payload.length; at += 70_000) {
                writer.write(payload, at, Math.min(70_000, payload.length - at));
            }
            Digest sha = digest(DigestAlgorithm.SHA256, "SHA-256", payload);
            return writer.publish(sha, sha, digest(DigestAlgorithm.MD5, "MD5", payload));
        }
    }

    protected static Digest digest(DigestAlgorithm algorithm, String name, byte[] payload) {
        try {
            return Digest.of(algorithm, MessageDigest.getInstance(name).digest(payload));
        } catch (java.security.NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    protected static byte[] random(int size) {
        byte[] bytes = new byte[size];
        new Random(size).nextBytes(bytes);
        return bytes;
    }

    private static byte[] all(InputStream in) throws IOException {
        try (in) {
            return in.readAllBytes();
        }
    }
}
