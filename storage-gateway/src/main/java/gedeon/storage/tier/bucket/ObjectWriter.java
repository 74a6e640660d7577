package gedeon.storage.tier.bucket;

import gedeon.storage.memory.WorkingMemory;
import gedeon.storage.tier.TierBroken;
import io.minio.messages.Part;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import org.jspecify.annotations.Nullable;

/**
 * Writes one object, front to back, by one thread: at once where it fits in a part, else as a multipart upload whose parts go while the next one is filled. Two
 * parts at most are kept: in room that all writers share, or in temporary files where they are larger than 64 MiB, as those of objects of 640 GiB and more are.
 * Nothing is there before {@link #finish}.
 */
public final class ObjectWriter implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(ObjectWriter.class.getName());
    private static final int MIB = 1 << 20;

    /** Told of an upload, so that somebody finds it when its writer dies. */
    public interface Uploads {
        /** For whoever finds what was left by another way. */
        Uploads UNTOLD = new Uploads() {
            @Override
            public void begun(String upload) {}

            @Override
            public void ended() {}
        };

        /** Before the first part. */
        void begun(String upload) throws IOException;

        /** It was completed or given up. */
        void ended() throws IOException;
    }

    /**
     * What S3 takes.
     *
     * @param parts of an upload at most
     * @param inMemory the largest part that is kept in memory, in bytes
     */
    record Limits(int parts, int inMemory) {
        static final Limits USUAL = new Limits(10_000, 64 * MIB);

        /** Bytes of a part: as usual, or as many as let the object end within the number of parts. */
        long part(int usual, long expected) {
            long needed = Math.ceilDiv(expected, parts);
            return needed <= usual ? usual : Math.ceilDiv(needed, MIB) * (long) MIB;
        }
    }

    private final S3Objects objects;
    private final String name;
    private final long partSize;
    private final Uploads uploads;
    private final List<Part> parts = new ArrayList<>();
    private final WorkingMemory.@Nullable Taken memory;
    private PartRoom filling;
    private @Nullable PartRoom other;
    private long sent;
    private @Nullable String upload;
    private @Nullable Future<Part> going;
    private boolean finished;

    /**
     * @param partSize bytes of a part as long as the object's length allows it
     * @param expected bytes of the object, or -1 where nobody knows
     */
    public ObjectWriter(S3Objects objects, String name, int partSize, long expected, Uploads uploads)
            throws IOException {
        this(objects, name, partSize, expected, uploads, Limits.USUAL);
    }

    ObjectWriter(S3Objects objects, String name, int usual, long expected, Uploads uploads, Limits limits)
            throws IOException {
        this.objects = objects;
        this.name = name;
        this.uploads = uploads;
        this.partSize = limits.part(usual, expected);
        if (partSize > limits.inMemory()) {
            this.memory = null;
            this.filling = new FilePart(partSize);
            return;
        }
        long whole = expected < 0 ? Long.MAX_VALUE : Math.max(expected, 1);
        int size = (int) Math.min(partSize, whole);
        // The part that is sent while this one is filled, too: asked for at once, so that nobody waits with half of it.
        this.memory = WorkingMemory.PARTS.take(whole > size ? 2 * size : size);
        this.filling = new MemoryPart(size);
    }

    public void write(byte[] bytes, int offset, int length) throws IOException {
        int from = offset;
        int left = length;
        while (left > 0) {
            if (filling.left() == 0) {
                send();
                continue;
            }
            int size = (int) Math.min(left, filling.left());
            filling.put(bytes, from, size);
            from += size;
            left -= size;
        }
    }

    /** The full part goes, once the one before it has arrived. */
    private void send() throws IOException {
        String open = upload;
        if (open == null) {
            if (filling instanceof MemoryPart memoryPart && memoryPart.size() < partSize) {
                // Longer than was said: what follows needs whole parts.
                memoryPart.growTo((int) partSize);
                return;
            }
            open = objects.begin(name);
            upload = open;
            uploads.begun(open);
        }
        arrived();
        PartRoom full = filling;
        int number = parts.size() + 1;
        String of = open;
        going = started(() -> full.send(objects, name, of, number));
        sent += full.filled();
        PartRoom next = other;
        if (next == null) {
            next = memory == null ? new FilePart(partSize) : new MemoryPart((int) partSize);
        } else {
            next.clear();
        }
        filling = next;
        other = full;
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
            throw new InterruptedIOException("interrupted while a part of " + name + " was sent");
        } catch (ExecutionException e) {
            if (e.getCause() instanceof NoSuchFileException) {
                throw new TierBroken("the upload of " + name + " was given up on the far side", e.getCause());
            }
            throw e.getCause() instanceof IOException failed ? failed : new IOException(e.getCause());
        }
    }

    /**
     * The object is there, whole and durable, on return. Once.
     *
     * @throws FileAlreadyExistsException where there is one of that name: nothing is overwritten
     */
    public void finish() throws IOException {
        if (finished) {
            throw new FileAlreadyExistsException(name);
        }
        // Not every store knows conditions of writes.
        if (objects.size(name).isPresent()) {
            throw new FileAlreadyExistsException(name);
        }
        if (upload == null && filling instanceof MemoryPart memoryPart) {
            sent = filling.filled();
            memoryPart.sendWhole(objects, name);
        } else {
            if (filling.filled() > 0) {
                send();
            }
            arrived();
            complete();
        }
        OptionalLong size = objects.size(name);
        if (size.isEmpty() || size.getAsLong() != sent) {
            throw new IOException("the far side has " + (size.isEmpty() ? "no" : size.getAsLong()) + " bytes of " + name
                    + ", " + sent + " were sent");
        }
        finished = true;
    }

    /** An upload that is not open any more was completed by an attempt whose answer was lost, or given up by another: the size of what is there tells. */
    private void complete() throws IOException {
        try {
            objects.complete(name, java.util.Objects.requireNonNull(upload), parts);
        } catch (NoSuchFileException e) {
            LOG.log(System.Logger.Level.INFO, "the upload of " + name + " is not open any more");
        }
    }

    /** Gives up what was not finished. */
    @Override
    public void close() {
        Future<Part> part = going;
        if (part != null) {
            part.cancel(true);
        }
        filling.close();
        if (other != null) {
            other.close();
        }
        if (memory != null) {
            memory.close();
        }
        String open = upload;
        if (open != null) {
            try {
                if (!finished) {
                    objects.abort(name, open);
                }
                uploads.ended();
            } catch (IOException e) {
                LOG.log(
                        System.Logger.Level.WARNING,
                        "an upload of " + name + " is left for the sweep: " + e.getMessage());
            }
        }
    }
}
