package gedeon.storage.tier.posix;

import gedeon.kernel.Digest;
import gedeon.storage.BlobId;
import gedeon.storage.tier.BlobForm;
import gedeon.storage.tier.Location;
import gedeon.storage.tier.Tier;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;

/** Writes a blob as a file of its own: staged, forced, linked, its folder forced. The disk begins with a long one while the rest still comes. */
final class FileWriter implements Tier.BlobWriter {
    private final PosixTier tier;
    private final BlobId blob;
    private final int headLength;
    private final Path staged;
    private final FileChannel channel;
    private final BlobForm.BlockCrcs crcs = new BlobForm.BlockCrcs();
    private final Forcing ahead;

    FileWriter(PosixTier tier, BlobId blob, byte[] head) throws IOException {
        this.tier = tier;
        this.blob = blob;
        this.headLength = head.length;
        this.staged = tier.ownStaging().resolve(blob.toString());
        this.channel = tier.disk.create(staged);
        this.ahead = new Forcing(tier.disk, channel, staged);
        put(head, 0, head.length);
    }

    private void put(byte[] bytes, int offset, int length) throws IOException {
        tier.disk.append(channel, ByteBuffer.wrap(bytes, offset, length));
        ahead.wrote(length);
    }

    @Override
    public void write(byte[] buffer, int offset, int length) throws IOException {
        crcs.update(buffer, offset, length);
        put(buffer, offset, length);
    }

    @Override
    public Location publish(Digest sha256, Digest plainSha256, Digest plainMd5) throws IOException {
        byte[] trailer = BlobForm.trailer(crcs.finish(), sha256, plainSha256, plainMd5, crcs.length());
        put(trailer, 0, trailer.length);
        ahead.end();
        tier.disk.force(channel, staged);
        channel.close();
        tier.publish(staged, blob);
        return new Location(blob, null, headLength, crcs.length());
    }

    @Override
    public void close() {
        try (channel) {
            tier.disk.delete(staged);
        } catch (IOException e) {
            // A staged file that cannot be removed holds no name in blobs/; the sweep of the next start takes it.
            System.getLogger(FileWriter.class.getName())
                    .log(System.Logger.Level.WARNING, "staged file left: " + staged, e);
        }
    }
}
