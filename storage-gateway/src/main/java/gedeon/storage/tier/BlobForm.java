package gedeon.storage.tier;

import gedeon.kernel.Digest;
import gedeon.storage.BlobId;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.OptionalLong;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * The stored form of a blob, the same bytes on every tier, big-endian: a header of 64 bytes, metadata, zeros to a multiple of eight, the payload, a
 * trailer. See docs/storage.md. A {@link Location}'s offset points at the payload.
 */
public final class BlobForm {
    /** Bytes that share one CRC32C: the unit of checking. */
    public static final int BLOCK = 262_144;

    public static final int HEADER = 64;
    public static final long UNKNOWN_LENGTH = -1;
    private static final int LARGEST_METADATA = 1 << 20;
    private static final long LARGEST_IN_A_PACK = 1L << 30;
    /** Flag of the header: the payload is frames, and the metadata sealed (docs/storage.md). */
    private static final short ENCRYPTED = 1;

    private static final long BEGIN = magic("GEDBLOB1");
    private static final long TAKEN_BACK = magic("GEDGONE1");
    private static final long END = magic("GEDBEND1");
    static final int TRAILER_FIXED = 32 + 32 + 16 + 8 + 4 + 4 + 8;

    private BlobForm() {}

    private static long magic(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII)).getLong();
    }

    /**
     * How long the stored form is whose first {@link #HEADER} bytes these are, by what they say, also where it was {@link #takenBack}; empty where they are no
     * header or one of unknown length.
     * Whether they are true is checked with the metadata: {@link #headHolds}.
     */
    public static OptionalLong length(ByteBuffer first) {
        int at = first.position();
        if (first.remaining() < HEADER
                || first.getLong(at) != BEGIN && first.getLong(at) != TAKEN_BACK
                || first.getShort(at + 8) != 1) {
            return OptionalLong.empty();
        }
        int metadata = first.getInt(at + 12);
        long payload = first.getLong(at + 32);
        if (metadata < 0 || metadata > LARGEST_METADATA || payload < 0 || payload > LARGEST_IN_A_PACK) {
            return OptionalLong.empty();
        }
        return OptionalLong.of(headLength(metadata) + payload + trailerLength(payload));
    }

    /**
     * Payload bytes of a blob that fills a file of its own: what is left of the whole beside header and trailer.
     *
     * @return -1 where no payload makes a file of that size
     */
    public static long payloadLength(long whole, int head) {
        long left = whole - head - TRAILER_FIXED;
        long blocks = (left + BLOCK + 3) / (BLOCK + 4L);
        long payload = left - 4 * blocks;
        return left >= 0 && payload >= 0 && head + payload + trailerLength(payload) == whole ? payload : -1;
    }

    /** Reads more of what a header belongs to, from its first byte on; what is not there stays unfilled. */
    @FunctionalInterface
    public interface Filler {
        void fill(ByteBuffer target) throws IOException;
    }

    /**
     * Header, metadata and padding of the blob that begins at the buffer's position; null where none does, or its checksum differs.
     *
     * @param more asked where they are longer than the buffer
     */
    public static byte @Nullable [] wholeHead(ByteBuffer first, Filler more) throws IOException {
        return wholeHead(first, BEGIN, more);
    }

    /**
     * What takes the place of a stored form's first eight bytes when it is taken back: its name alone changes, so that who goes through a pack passes over all
     * of it, and never over its payload step by step, in which somebody may have written what looks like a header.
     */
    public static byte[] takenBackMark() {
        return ByteBuffer.allocate(Long.BYTES).putLong(TAKEN_BACK).array();
    }

    /** As {@link #wholeHead}, of a form that was taken back: as it was before, or null where none begins there. */
    public static byte @Nullable [] takenBack(ByteBuffer first, Filler more) throws IOException {
        return wholeHead(first, TAKEN_BACK, more);
    }

    private static byte @Nullable [] wholeHead(ByteBuffer first, long name, Filler more) throws IOException {
        int at = first.position();
        if (first.remaining() < HEADER || first.getLong(at) != name || first.getShort(at + 8) != 1) {
            return null;
        }
        int metadata = first.getInt(at + 12);
        if (metadata < 0 || metadata > LARGEST_METADATA) {
            return null;
        }
        ByteBuffer head = ByteBuffer.allocate(headLength(metadata));
        if (first.remaining() >= head.capacity()) {
            head.put(first.slice(at, head.capacity()));
        } else {
            more.fill(head);
        }
        head.putLong(0, BEGIN);
        return !head.hasRemaining() && headHolds(head.array()) ? head.array() : null;
    }

    /** Payload bytes that a header names; {@link #UNKNOWN_LENGTH} where it does not. */
    public static long payload(ByteBuffer head) {
        return head.getLong(head.position() + 32);
    }

    /** The blob whose header begins at the buffer's position. */
    public static BlobId blob(ByteBuffer head) {
        return new BlobId(head.getLong(head.position() + 16), head.getLong(head.position() + 24));
    }

    /** Whether a header of that blob seems to begin there; {@link #headHolds} says whether one does. */
    static boolean beginsHead(ByteBuffer bytes, int at, BlobId blob) {
        return bytes.getLong(at) == BEGIN
                && bytes.getLong(at + 16) == blob.high()
                && bytes.getLong(at + 24) == blob.low()
                && bytes.getInt(at + 12) >= 0
                && bytes.getInt(at + 12) <= LARGEST_METADATA;
    }

    public static boolean encrypted(ByteBuffer head) {
        return (head.getShort(head.position() + 10) & ENCRYPTED) != 0;
    }

    /**
     * Whether a trailer's fixed part is what was written.
     *
     * @param before of the block checksums in front of it; used up
     */
    static boolean trailerHolds(byte[] fixed, CRC32C before, long payloadLength) {
        ByteBuffer trailer = ByteBuffer.wrap(fixed);
        int sum = TRAILER_FIXED - 12;
        before.update(fixed, 0, sum);
        return trailer.getLong(sum - 12) == payloadLength
                && trailer.getInt(sum - 4) == blocks(payloadLength)
                && trailer.getInt(sum) == (int) before.getValue()
                && trailer.getLong(sum + 4) == END;
    }

    /** Whether header and metadata have the checksum that the header names. */
    public static boolean headHolds(byte[] head) {
        ByteBuffer bytes = ByteBuffer.wrap(head);
        int metadata = bytes.getInt(12);
        CRC32C crc = new CRC32C();
        crc.update(head, 0, HEADER - 4);
        crc.update(head, HEADER, metadata);
        return bytes.getInt(HEADER - 4) == (int) crc.getValue();
    }

    /** Header, metadata and padding: what stands before the payload. */
    public static byte[] head(BlobId blob, byte[] metadata, long payloadLength, boolean encrypted) {
        ByteBuffer head = ByteBuffer.allocate(headLength(metadata.length));
        head.putLong(BEGIN)
                .putShort((short) 1)
                .putShort(encrypted ? ENCRYPTED : 0)
                .putInt(metadata.length);
        head.putLong(blob.high())
                .putLong(blob.low())
                .putLong(payloadLength)
                .putInt(BLOCK)
                .putLong(0)
                .putLong(0);
        CRC32C crc = new CRC32C();
        crc.update(head.array(), 0, HEADER - 4);
        crc.update(metadata, 0, metadata.length);
        head.putInt((int) crc.getValue()).put(metadata);
        return head.array();
    }

    public static int headLength(int metadataLength) {
        return (HEADER + metadataLength + 7) & ~7;
    }

    public static int blocks(long payloadLength) {
        return Math.toIntExact((payloadLength + BLOCK - 1) / BLOCK);
    }

    public static long trailerLength(long payloadLength) {
        return 4L * blocks(payloadLength) + TRAILER_FIXED;
    }

    public static byte[] trailer(
            int[] blockCrcs, Digest sha256, Digest plainSha256, Digest plainMd5, long payloadLength) {
        int blocks = blocks(payloadLength);
        ByteBuffer trailer = ByteBuffer.allocate(4 * blocks + TRAILER_FIXED);
        for (int i = 0; i < blocks; i++) {
            trailer.putInt(blockCrcs[i]);
        }
        trailer.put(sha256.bytes())
                .put(plainSha256.bytes())
                .put(plainMd5.bytes())
                .putLong(payloadLength)
                .putInt(blocks);
        CRC32C crc = new CRC32C();
        crc.update(trailer.array(), 0, trailer.position());
        trailer.putInt((int) crc.getValue()).putLong(END);
        return trailer.array();
    }

    /** Collects the CRC32C of each block of a payload that passes by in pieces of any size. */
    public static final class BlockCrcs {
        private final CRC32C crc = new CRC32C();
        private int[] done = new int[4];
        private int count;
        private int inBlock;
        private long length;

        public void update(byte[] buffer, int offset, int size) {
            length += size;
            int from = offset;
            int left = size;
            while (left > 0) {
                int take = Math.min(left, BLOCK - inBlock);
                crc.update(buffer, from, take);
                inBlock += take;
                from += take;
                left -= take;
                if (inBlock == BLOCK) {
                    add();
                }
            }
        }

        private void add() {
            if (count == done.length) {
                done = java.util.Arrays.copyOf(done, count * 2);
            }
            done[count++] = (int) crc.getValue();
            crc.reset();
            inBlock = 0;
        }

        /** All blocks, the last one closed. */
        public int[] finish() {
            if (inBlock > 0) {
                add();
            }
            return done;
        }

        public long length() {
            return length;
        }
    }
}
