package gedeon.storage.tier.s3;

import gedeon.kernel.Digest;
import gedeon.storage.BlobId;
import gedeon.storage.memory.WorkingMemory;
import gedeon.storage.tier.BlobForm;
import gedeon.storage.tier.Location;
import gedeon.storage.tier.Tier;
import gedeon.storage.tier.TierBroken;
import io.minio.messages.Part;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import org.jspecify.annotations.Nullable;

/**
 * Writes one blob: at once where it fits in a part, else as a multipart upload whose parts go while the next one is filled. Two buffers of a part at most, from
 * room that all writers share.
 */
final class S3Writer implements Tier.BlobWriter {
    private static final System.Logger LOG = System.getLogger(S3Writer.class.getName());

    private final S3Tier tier;
    private final BlobId blob;
    private final int headLength;
    private final BlobForm.BlockCrcs crcs = new BlobForm.BlockCrcs();
    private final List<Part> parts = new ArrayList<>();
    private WorkingMemory.Taken room;
    private byte[] buffer;
    private int filled;
    private long sent;
    private @Nullable String upload;
    private @Nullable Future<Part> going;
    private boolean published;

    S3Writer(S3Tier tier, BlobId blob, byte[] head, long expected) {
        this.tier = tier;
        this.blob = blob;
        this.headLength = head.length;
        long whole = expected < 0 ? Long.MAX_VALUE : head.length + expected + BlobForm.trailerLength(expected);
        int size = (int) Math.min(tier.partSize(), Math.max(whole, head.length));
        // The part that is sent while this one is filled, too: asked for at once, so that nobody waits with half of it.
        this.room = WorkingMemory.PARTS.take(whole > size ? 2 * size : size);
        this.buffer = new byte[size];
        try {
            put(head, 0, head.length);
        } catch (IOException e) {
            room.close();
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        crcs.update(bytes, offset, length);
        put(bytes, offset, length);
    }

    private void put(byte[] bytes, int offset, int length) throws IOException {
        int from = offset;
        int left = length;
        while (left > 0) {
            if (filled == buffer.length) {
                send();
            }
            int size = Math.min(left, buffer.length - filled);
            System.arraycopy(bytes, from, buffer, filled, size);
            filled += size;
            from += size;
            left -= size;
        }
    }

    /** The full buffer goes as a part, once the one before it has arrived. */
    private void send() throws IOException {
        String open = upload;
        if (open == null) {
            if (buffer.length < tier.partSize()) {
                // Longer than was said: what follows needs whole parts.
                buffer = Arrays.copyOf(buffer, tier.partSize());
                return;
            }
            open = tier.beginUpload(blob);
            upload = open;
        }
        arrived();
        byte[] full = buffer;
        int length = filled;
        int number = parts.size() + 1;
        String id = open;
        going = started(() -> tier.objects().part(S3Tier.name(blob), id, number, full, length));
        sent += length;
        buffer = new byte[tier.partSize()];
        filled = 0;
    }

    private static Future<Part> started(Callable<Part> act) {
        FutureTask<Part> task = new FutureTask<>(act);
        Thread.ofVirtual().name("part").start(task);
        return task;
    }

    private void arrived() throws IOException {
        Future<Part> part = going;
        if (part == null) {
            return;
        }
        going = null;
        try {
            parts.add(part.get());
        } catch (InterruptedException e) {
            part.cancel(true);
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while a part of blob " + blob + " was sent");
        } catch (ExecutionException e) {
            if (e.getCause() instanceof NoSuchFileException) {
                throw new TierBroken("the upload of blob " + blob + " was given up on the far side", e.getCause());
            }
            throw e.getCause() instanceof IOException failed ? failed : new IOException(e.getCause());
        }
    }

    @Override
    public Location publish(Digest sha256, Digest plainSha256, Digest plainMd5) throws IOException {
        if (published) {
            throw new FileAlreadyExistsException(blob.toString());
        }
        byte[] trailer = BlobForm.trailer(crcs.finish(), sha256, plainSha256, plainMd5, crcs.length());
        put(trailer, 0, trailer.length);
        String name = S3Tier.name(blob);
        // Not every store knows conditions of writes; ids are random, so that only our own repeats meet.
        if (tier.objects().size(name).isPresent()) {
            throw new FileAlreadyExistsException(blob.toString());
        }
        if (upload == null) {
            tier.objects().put(name, buffer, filled);
            sent = filled;
        } else {
            if (filled > 0) {
                send();
            }
            arrived();
            complete(name, upload);
        }
        OptionalLong size = tier.objects().size(name);
        if (size.isEmpty() || size.getAsLong() != sent) {
            throw new IOException("the far side has " + (size.isEmpty() ? "no" : size.getAsLong()) + " bytes of blob "
                    + blob + ", " + sent + " were sent");
        }
        published = true;
        return new Location(blob, null, headLength, crcs.length());
    }

    /** An upload that is not open any more was completed by an attempt whose answer was lost, or given up by another: the size of what is there tells. */
    private void complete(String name, String open) throws IOException {
        try {
            tier.objects().complete(name, open, parts);
        } catch (NoSuchFileException e) {
            LOG.log(System.Logger.Level.INFO, "the upload of blob " + blob + " is not open any more");
        }
    }

    @Override
    public void close() {
        room.close();
        buffer = new byte[0];
        Future<Part> part = going;
        if (part != null) {
            part.cancel(true);
        }
        String open = upload;
        if (open != null) {
            try {
                tier.endUpload(blob, published ? null : open);
            } catch (IOException e) {
                LOG.log(
                        System.Logger.Level.WARNING,
                        "an upload of blob " + blob + " is left for the sweep: " + e.getMessage());
            }
        }
    }
}
