package gedeon.storage.tier.posix;

import gedeon.kernel.Digest;
import gedeon.storage.BlobId;
import gedeon.storage.tier.BlobForm;
import gedeon.storage.tier.Location;
import gedeon.storage.tier.Pending;
import gedeon.storage.tier.Tier;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.util.Arrays;

/** Collects a small blob (its size is known and bounded), then appends its stored form to the process's pack and waits for the group's sync. */
final class PackedWriter implements Tier.BlobWriter {
    private final PosixTier tier;
    private final BlobId blob;
    private final int headLength;
    private final BlobForm.BlockCrcs crcs = new BlobForm.BlockCrcs();
    private byte[] form;
    private int end;
    private boolean published;

    PackedWriter(PosixTier tier, BlobId blob, byte[] head, int expected) {
        this.tier = tier;
        this.blob = blob;
        this.headLength = head.length;
        this.form = Arrays.copyOf(head, (int) (head.length + expected + BlobForm.trailerLength(expected)));
        this.end = head.length;
    }

    @Override
    public void write(byte[] buffer, int offset, int length) throws IOException {
        if (length > form.length - end) {
            throw new IOException("blob " + blob + " is longer than was said");
        }
        crcs.update(buffer, offset, length);
        System.arraycopy(buffer, offset, form, end, length);
        end += length;
    }

    @Override
    public Location publish(Digest sha256, Digest plainSha256, Digest plainMd5) throws IOException {
        try (Pending record = publishLater(sha256, plainSha256, plainMd5)) {
            record.await();
            return record.location();
        }
    }

    @Override
    public Pending publishLater(Digest sha256, Digest plainSha256, Digest plainMd5) throws IOException {
        if (published) {
            throw new FileAlreadyExistsException(blob.toString());
        }
        byte[] trailer = BlobForm.trailer(crcs.finish(), sha256, plainSha256, plainMd5, crcs.length());
        if (trailer.length > form.length - end) {
            form = Arrays.copyOf(form, end + trailer.length);
        }
        System.arraycopy(trailer, 0, form, end, trailer.length);
        PosixTier.Place place = tier.place(end + trailer.length);
        long ticket;
        try {
            place.pack().write(form, end + trailer.length, place.at());
            ticket = place.pack().wrote();
        } catch (IOException | RuntimeException e) {
            place.pack().release();
            throw e;
        }
        published = true;
        return new PackedRecord(
                place.pack(), ticket, new Location(blob, place.pack().id(), place.at() + headLength, crcs.length()));
    }

    @Override
    public void close() {
        form = new byte[0];
        end = 0;
    }
}
