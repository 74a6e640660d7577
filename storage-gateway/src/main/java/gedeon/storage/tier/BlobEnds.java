package gedeon.storage.tier;

import gedeon.kernel.Digest;
import gedeon.kernel.DigestAlgorithm;
import gedeon.storage.BlobId;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * What a stored blob's header and trailer say: all that a copy needs, beside the payload, to be the same.
 *
 * @param metadata JSON of the header, as stored
 * @param sha256 of the payload as stored
 * @param plainSha256 and {@code plainMd5}: as stored, which of an encrypted blob is not the plain digest itself
 */
public record BlobEnds(byte[] metadata, boolean encrypted, Digest sha256, Digest plainSha256, Digest plainMd5) {
    /** A header begins on a multiple of eight before its payload; mostly within the first of these, never before the last. */
    private static final int[] LOOK_BACK = {4096, 64 << 10, BlobForm.headLength(1 << 20)};

    private static final int PIECE = 64 << 10;

    /**
     * Reads both, each checked by its own checksum.
     *
     * @throws DamagedBlock where one of them is not what was written
     */
    public static BlobEnds read(BlockReader.Source source, Location location) throws IOException {
        byte[] head = head(source, location);
        ByteBuffer header = ByteBuffer.wrap(head);
        byte[] metadata = Arrays.copyOfRange(head, BlobForm.HEADER, BlobForm.HEADER + header.getInt(12));
        byte[] trailer = trailer(source, location);
        return new BlobEnds(
                metadata,
                BlobForm.encrypted(header),
                Digest.of(DigestAlgorithm.SHA256, Arrays.copyOfRange(trailer, 0, 32)),
                Digest.of(DigestAlgorithm.SHA256, Arrays.copyOfRange(trailer, 32, 64)),
                Digest.of(DigestAlgorithm.MD5, Arrays.copyOfRange(trailer, 64, 80)));
    }

    private static byte[] head(BlockReader.Source source, Location location) throws IOException {
        for (int most : LOOK_BACK) {
            int size = (int) Math.min(location.offset(), most);
            byte[] before = read(source, location.offset() - size, size, location);
            byte[] found = head(before, location.blob());
            if (found != null) {
                return found;
            }
            if (size < most) {
                break;
            }
        }
        throw new DamagedBlock(location, 0, "its header is not there");
    }

    /** The header that ends where these bytes do, if one does. */
    private static byte @Nullable [] head(byte[] before, BlobId blob) {
        ByteBuffer bytes = ByteBuffer.wrap(before);
        for (int at = before.length - BlobForm.HEADER; at >= 0; at -= Long.BYTES) {
            if (BlobForm.beginsHead(bytes, at, blob)) {
                int length = BlobForm.headLength(bytes.getInt(at + 12));
                byte[] head = Arrays.copyOfRange(before, at, before.length);
                if (length == head.length && BlobForm.headHolds(head)) {
                    return head;
                }
            }
        }
        return null;
    }

    /** The fixed part, once the checksum over all of it held. */
    private static byte[] trailer(BlockReader.Source source, Location location) throws IOException {
        CRC32C crc = new CRC32C();
        long at = location.offset() + location.length();
        long left = 4L * BlobForm.blocks(location.length());
        while (left > 0) {
            int size = (int) Math.min(PIECE, left);
            crc.update(read(source, at, size, location));
            at += size;
            left -= size;
        }
        byte[] fixed = read(source, at, BlobForm.TRAILER_FIXED, location);
        if (!BlobForm.trailerHolds(fixed, crc, location.length())) {
            throw new DamagedBlock(location, BlobForm.blocks(location.length()), "its trailer differs");
        }
        return fixed;
    }

    private static byte[] read(BlockReader.Source source, long at, int size, Location location) throws IOException {
        ByteBuffer room = ByteBuffer.allocate(size);
        try {
            source.read(room, at);
        } catch (EOFException e) {
            throw new DamagedBlock(location, 0, "bytes are missing");
        }
        return room.array();
    }
}
