package gedeon.storage.encryption;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gedeon.kernel.Digest;
import gedeon.kernel.DigestAlgorithm;
import gedeon.storage.BlobId;
import gedeon.storage.Encryption;
import gedeon.storage.tier.DamagedBlock;
import gedeon.storage.tier.Location;
import gedeon.storage.tier.OneTier;
import gedeon.storage.tier.Tier;
import gedeon.storage.tier.memory.MemoryTier;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.time.Clock;
import java.util.Arrays;
import java.util.Random;
import javax.crypto.AEADBadTagException;
import org.junit.jupiter.api.Test;

/** What is sealed comes back, whole or in part; whatever was changed does not. */
class FramesTests {
    private static final long SEED = 20261125;

    private final Random random = new Random(SEED);
    private final Tier tier = new MemoryTier();
    private final Sealing sealing = new Sealing(new MemoryKeys());

    private record Blob(Location location, BlobKey key) {}

    private static int[] sizes(Random random) {
        int frame = Frames.PLAIN;
        int[] edges = {0, 1, 15, 16, frame - 1, frame, frame + 1, 2 * frame - 1, 2 * frame, 2 * frame + 1, 5 * frame};
        int[] all = Arrays.copyOf(edges, edges.length + 20);
        for (int i = edges.length; i < all.length; i++) {
            all[i] = random.nextInt(6 * frame);
        }
        return all;
    }

    private byte[] bytes(int size) {
        byte[] bytes = new byte[size];
        random.nextBytes(bytes);
        return bytes;
    }

    private Blob write(byte[] plain, boolean sizeKnown) throws IOException {
        Sealing.Begun begun = sealing.begin(
                tier,
                BlobId.next(Clock.systemUTC()),
                7,
                Encryption.NOTEBOOK_KEY,
                null,
                "{}".getBytes(),
                sizeKnown ? plain.length : -1);
        try (Tier.BlobWriter writer = begun.writer()) {
            for (int at = 0; at < plain.length; ) {
                int take = Math.min(plain.length - at, 1 + random.nextInt(100_000));
                writer.write(plain, at, take);
                at += take;
            }
            return new Blob(
                    writer.publish(digest("SHA-256", plain), digest("SHA-256", plain), digest("MD5", plain)),
                    begun.key());
        }
    }

    private static Digest digest(String name, byte[] bytes) {
        try {
            return Digest.of(
                    name.equals("MD5") ? DigestAlgorithm.MD5 : DigestAlgorithm.SHA256,
                    MessageDigest.getInstance(name).digest(bytes));
        } catch (java.security.NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void everyRangeOfEverySizeComesBack() throws Exception {
        for (int size : sizes(random)) {
            byte[] plain = bytes(size);
            Blob blob = write(plain, random.nextBoolean());
            assertThat(Sealing.plainLength(blob.location())).isEqualTo(size);
            for (int i = 0; i < 20 && size > 0; i++) {
                int from = random.nextInt(size);
                int length = 1 + random.nextInt(size - from);
                try (InputStream in = sealing.read(
                        OneTier.payload(tier, blob.location()), blob.location(), blob.key(), null, from, length)) {
                    assertThat(in.readAllBytes())
                            .as("seed %d, size %d, from %d, %d bytes", SEED, size, from, length)
                            .isEqualTo(Arrays.copyOfRange(plain, from, from + length));
                }
            }
        }
    }

    @Test
    void onlyTheFramesOfARangeAreRead() throws Exception {
        byte[] plain = bytes(10 * Frames.PLAIN);
        Blob blob = write(plain, true);
        long[] asked = new long[2];
        Tier watching = (Tier) java.lang.reflect.Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {Tier.class}, (self, method, arguments) -> {
                    if (method.getName().equals("read")) {
                        asked[0] = (Long) arguments[1];
                        asked[1] = (Long) arguments[2];
                    }
                    return method.invoke(tier, arguments);
                });
        sealing.read(
                        OneTier.payload(watching, blob.location()),
                        blob.location(),
                        blob.key(),
                        null,
                        3L * Frames.PLAIN + 5,
                        10)
                .close();
        assertThat(asked).containsExactly(3L * Frames.STORED, Frames.STORED);
    }

    @Test
    void aFlippedBitIsSeenWhereverItIs() throws Exception {
        DataKey key = DataKey.fresh(BlobId.next(Clock.systemUTC()));
        byte[] plain = bytes(1000);
        byte[] sealed = new byte[1016];
        new Frames(key).seal(plain, 1000, 0, true, sealed);
        for (int bit = 0; bit < 8 * sealed.length; bit++) {
            byte[] changed = sealed.clone();
            changed[bit / 8] ^= (byte) (1 << bit % 8);
            assertThatThrownBy(() -> new Frames(key).open(changed, 1016, 0, true, new byte[1016]))
                    .isInstanceOf(AEADBadTagException.class);
        }
    }

    @Test
    void framesCannotBeSwappedNorMovedToAnotherBlobNorEndElsewhere() throws Exception {
        DataKey key = DataKey.fresh(BlobId.next(Clock.systemUTC()));
        DataKey sameBytes = new DataKey(BlobId.next(Clock.systemUTC()), key.bytes());
        byte[] plain = bytes(Frames.PLAIN);
        byte[] sealed = new byte[Frames.STORED];
        new Frames(key).seal(plain, plain.length, 3, false, sealed);
        byte[] out = new byte[Frames.STORED];
        assertThat(new Frames(key).open(sealed, sealed.length, 3, false, out)).isEqualTo(plain.length);
        assertThatThrownBy(() -> new Frames(key).open(sealed, sealed.length, 2, false, out))
                .isInstanceOf(AEADBadTagException.class);
        assertThatThrownBy(() -> new Frames(key).open(sealed, sealed.length, 3, true, out))
                .isInstanceOf(AEADBadTagException.class);
        assertThatThrownBy(() -> new Frames(sameBytes).open(sealed, sealed.length, 3, false, out))
                .isInstanceOf(AEADBadTagException.class);
        assertThatThrownBy(() -> new Frames(key).open(sealed, sealed.length - 1, 3, false, out))
                .isInstanceOf(AEADBadTagException.class);
    }

    @Test
    void aPayloadCutBetweenFramesIsRefused() throws Exception {
        int frames = 4;
        Blob blob = write(bytes(frames * Frames.PLAIN), true);
        for (int kept = 1; kept < frames; kept++) {
            Location cut = copy(blob.location(), 0, (long) kept * Frames.STORED);
            assertThatThrownBy(() -> read(cut, blob)).isInstanceOf(DamagedBlock.class);
        }
    }

    /** The same stored bytes under the same blob's name, as an attacker with the disk would leave them. */
    private Location copy(Location of, long from, long length) throws IOException {
        Tier forged = new MemoryTier();
        byte[] bytes;
        try (InputStream in = tier.read(of, from, length)) {
            bytes = in.readAllBytes();
        }
        try (Tier.BlobWriter writer = forged.begin(of.blob(), new byte[0], length, true)) {
            writer.write(bytes, 0, bytes.length);
            Location location =
                    writer.publish(digest("SHA-256", bytes), digest("SHA-256", bytes), digest("MD5", bytes));
            forgedTier = forged;
            return location;
        }
    }

    private Tier forgedTier = tier;

    private void read(Location cut, Blob blob) throws IOException {
        try (InputStream in =
                sealing.read(OneTier.payload(forgedTier, cut), cut, blob.key(), null, 0, Sealing.plainLength(cut))) {
            in.readAllBytes();
        }
    }

    @Test
    void anotherBlobsKeyDoesNotOpen() throws Exception {
        Blob one = write(bytes(100), true);
        Blob other = write(bytes(100), true);
        assertThatThrownBy(() ->
                        sealing.read(OneTier.payload(tier, one.location()), one.location(), other.key(), null, 0, 100))
                .isInstanceOf(WrongKey.class);
    }

    @Test
    void lengthsThatAreNoFramesAreRefused() {
        for (long stored : new long[] {0, 1, 15, Frames.STORED + 1, Frames.STORED + 16}) {
            assertThatThrownBy(() -> Frames.plainLength(stored)).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void metadataIsSealedUnderTheSameKeyAndOpensOnlyThere() throws Exception {
        DataKey key = DataKey.fresh(BlobId.next(Clock.systemUTC()));
        byte[] sealed = new Frames(key).sealMetadata("secret name".getBytes());
        assertThat(new Frames(key).openMetadata(sealed)).isEqualTo("secret name".getBytes());
        DataKey other = DataKey.fresh(key.blob());
        assertThatThrownBy(() -> new Frames(other).openMetadata(sealed)).isInstanceOf(AEADBadTagException.class);
    }

    @Test
    void noSecretIsInAnyText() {
        DataKey key = DataKey.fresh(BlobId.next(Clock.systemUTC()));
        assertThat(key.toString()).doesNotContain(Arrays.toString(key.bytes())).startsWith("DataKey of blob");
        assertThat(new SuppliedKey(new byte[32]).toString()).isEqualTo("SuppliedKey");
    }
}
