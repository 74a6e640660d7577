package gedeon.storage.tier.s3;

import gedeon.kernel.Digest;
import gedeon.storage.BlobId;
import gedeon.storage.tier.BlobForm;
import gedeon.storage.tier.Location;
import gedeon.storage.tier.Tier;
import gedeon.storage.tier.bucket.ObjectWriter;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;

/** Writes one blob: the object that is its stored form. */
final class S3Writer implements Tier.BlobWriter {
    private final BlobId blob;
    private final int headLength;
    private final BlobForm.BlockCrcs crcs = new BlobForm.BlockCrcs();
    private final ObjectWriter object;
    private boolean published;

    /** @param object closed with this one */
    S3Writer(BlobId blob, byte[] head, ObjectWriter object) throws IOException {
        this.blob = blob;
        this.headLength = head.length;
        this.object = object;
        try {
            object.write(head, 0, head.length);
        } catch (IOException e) {
            object.close();
            throw e;
        }
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        crcs.update(bytes, offset, length);
        object.write(bytes, offset, length);
    }

    @Override
    public Location publish(Digest sha256, Digest plainSha256, Digest plainMd5) throws IOException {
        if (published) {
            throw new FileAlreadyExistsException(blob.toString());
        }
        byte[] trailer = BlobForm.trailer(crcs.finish(), sha256, plainSha256, plainMd5, crcs.length());
        object.write(trailer, 0, trailer.length);
        object.finish();
        published = true;
        return new Location(blob, null, headLength, crcs.length());
    }

    @Override
    public void close() {
        object.close();
    }
}
