package gedeon.storage.tier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gedeon.storage.BlobId;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;

class BlockReaderTests {
    private static final int SIZE = 9 * (1 << 20) + 123;
    private final byte[] payload = new byte[SIZE];
    private final Ahead out = new Ahead();

    BlockReaderTests() {
        new Random(7).nextBytes(payload);
    }

    @Test
    void whatIsBeingWrittenIsNotTouchedWhileTheNextIsRead() throws IOException {
        try (BlockReader in = open(stored(), 0, SIZE)) {
            assertThat(in.transferTo(out)).isEqualTo(SIZE);
        }
        assertThat(out.toByteArray()).isEqualTo(payload);
        assertThat(out.ended).isEqualTo(out.begun).isGreaterThan(1);
    }

    @Test
    void aRangeBeginsAndEndsInTheMiddleOfBlocks() throws IOException {
        for (int[] range :
                new int[][] {{1, 1}, {262_143, 2}, {300_000, 5_000_001}, {SIZE - 1, 1}, {SIZE - 600_000, 600_000}}) {
            Ahead part = new Ahead();
            try (BlockReader in = open(stored(), range[0], range[1])) {
                in.transferTo(part);
            }
            assertThat(part.toByteArray()).isEqualTo(Arrays.copyOfRange(payload, range[0], range[0] + range[1]));
        }
    }

    @Test
    void damageFoundWhileTheBlocksBeforeAreWrittenEndsTheReadAfterThem() {
        byte[] form = stored();
        form[20 * BlobForm.BLOCK + 5] ^= 1;
        assertThatThrownBy(() -> {
                    try (BlockReader in = open(form, 0, SIZE)) {
                        in.transferTo(out);
                    }
                })
                .isInstanceOf(DamagedBlock.class)
                .hasMessageContaining("block 20");
        byte[] before = out.toByteArray();
        assertThat(before.length).isBetween(BlobForm.BLOCK, 20 * BlobForm.BLOCK);
        assertThat(before).isEqualTo(Arrays.copyOf(payload, before.length));
        assertThat(out.ended).isEqualTo(out.begun);
    }

    private BlockReader open(byte[] form, long from, long length) throws IOException {
        return BlockReader.open(
                (target, position) -> {
                    if (position + target.remaining() > form.length) {
                        throw new EOFException();
                    }
                    target.put(form, (int) position, target.remaining());
                },
                new Location(BlobId.next(Clock.systemUTC()), null, 0, SIZE),
                from,
                length,
                () -> {});
    }

    /** The payload and the checksums of its blocks behind it. */
    private byte[] stored() {
        int blocks = BlobForm.blocks(SIZE);
        ByteBuffer form = ByteBuffer.allocate(SIZE + 4 * blocks).put(payload);
        for (int i = 0; i < blocks; i++) {
            CRC32C crc = new CRC32C();
            crc.update(payload, i * BlobForm.BLOCK, Math.min(BlobForm.BLOCK, SIZE - i * BlobForm.BLOCK));
            form.putInt((int) crc.getValue());
        }
        return form.array();
    }

    private static final class Ahead extends ByteArrayOutputStream implements AheadChannel {
        private ByteBuffer writing = ByteBuffer.allocate(0);
        private byte[] asGiven = new byte[0];
        private int begun;
        private int ended;

        @Override
        public void begin(ByteBuffer bytes) {
            begun++;
            writing = bytes.duplicate();
            asGiven = new byte[bytes.remaining()];
            bytes.get(asGiven);
        }

        @Override
        public void ended() {
            ended++;
            byte[] now = new byte[writing.remaining()];
            writing.get(now);
            assertThat(now).isEqualTo(asGiven);
            writeBytes(now);
        }
    }
}
