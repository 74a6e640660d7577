package gedeon.storage.encryption;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gedeon.kernel.Digest;
import gedeon.kernel.DigestAlgorithm;
import gedeon.storage.BlobId;
import gedeon.storage.Encryption;
import gedeon.storage.memory.WorkingMemory;
import gedeon.storage.tier.Location;
import gedeon.storage.tier.OneTier;
import gedeon.storage.tier.Tier;
import gedeon.storage.tier.memory.MemoryTier;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Proxy;
import java.security.MessageDigest;
import java.time.Clock;
import org.junit.jupiter.api.Test;

/** Frames are part of the memory that is bounded in sum, and given back however it ends. */
class FrameMemoryTests {
    private static final int TWO_FRAMES = 2 * Frames.PLAIN;
    private static final Encryption HOW = Encryption.NOTEBOOK_KEY;

    private final Tier tier = new MemoryTier();
    private final Tier broken = (Tier)
            Proxy.newProxyInstance(getClass().getClassLoader(), new Class<?>[] {Tier.class}, (self, method, all) -> {
                throw new IOException("the tier is away");
            });
    private final Sealing sealing = new Sealing(new MemoryKeys());

    private Sealing.Begun begin(Tier on, long expected) throws IOException {
        return sealing.begin(on, BlobId.next(Clock.systemUTC()), 7, HOW, null, "{}".getBytes(), expected);
    }

    @Test
    void aWriterHoldsRoomForItsFramesUntilItIsClosed() throws Exception {
        long before = WorkingMemory.SEALING.free();
        Tier.BlobWriter writer = begin(tier, -1).writer();
        assertThat(before - WorkingMemory.SEALING.free()).isGreaterThanOrEqualTo(TWO_FRAMES);
        writer.close();
        writer.close();
        assertThat(WorkingMemory.SEALING.free()).isEqualTo(before);
    }

    @Test
    void aShortBlobHoldsLittle() throws Exception {
        long before = WorkingMemory.SEALING.free();
        try (Tier.BlobWriter writer = begin(tier, 100).writer()) {
            assertThat(before - WorkingMemory.SEALING.free()).isBetween(1L, 2048L);
        }
    }

    @Test
    void aWriterThatCannotBeginHoldsNothing() {
        long before = WorkingMemory.SEALING.free();
        assertThatThrownBy(() -> begin(broken, -1)).isInstanceOf(IOException.class);
        assertThat(WorkingMemory.SEALING.free()).isEqualTo(before);
    }

    @Test
    void aReaderHoldsRoomForItsFramesUntilItIsClosed() throws Exception {
        byte[] plain = new byte[3 * Frames.PLAIN];
        Sealing.Begun begun = begin(tier, plain.length);
        Location location;
        try (Tier.BlobWriter writer = begun.writer()) {
            writer.write(plain, 0, plain.length);
            Digest sha256 = Digest.of(
                    DigestAlgorithm.SHA256, MessageDigest.getInstance("SHA-256").digest(plain));
            Digest md5 = Digest.of(
                    DigestAlgorithm.MD5, MessageDigest.getInstance("MD5").digest(plain));
            location = writer.publish(sha256, sha256, md5);
        }
        long before = WorkingMemory.OPENING.free();
        InputStream in = sealing.read(OneTier.payload(tier, location), location, begun.key(), null, 0, plain.length);
        assertThat(before - WorkingMemory.OPENING.free()).isGreaterThanOrEqualTo(TWO_FRAMES);
        in.close();
        in.close();
        assertThat(WorkingMemory.OPENING.free()).isEqualTo(before);
        assertThatThrownBy(() ->
                        sealing.read(OneTier.payload(broken, location), location, begun.key(), null, 0, plain.length))
                .isInstanceOf(IOException.class);
        tier.delete(location);
        assertThatThrownBy(() ->
                        sealing.read(OneTier.payload(tier, location), location, begun.key(), null, 0, plain.length))
                .isInstanceOf(IOException.class);
        assertThat(WorkingMemory.OPENING.free()).isEqualTo(before);
    }
}
