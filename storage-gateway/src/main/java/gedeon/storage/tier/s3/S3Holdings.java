package gedeon.storage.tier.s3;

import gedeon.storage.BlobId;
import gedeon.storage.tier.BlobForm;
import gedeon.storage.tier.Holdings;
import gedeon.storage.tier.Location;
import gedeon.storage.tier.bucket.S3Objects;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/** The first bytes of each object, many at a time; how long its payload is follows from how long it is. */
final class S3Holdings implements Holdings {
    private static final int FIRST = 4096;
    private static final int AT_ONCE = 32;
    private static final int SHELVES = 256;

    private final S3Objects objects;

    S3Holdings(S3Objects objects) {
        this.objects = objects;
    }

    @Override
    public void each(Visitor visitor) throws IOException {
        try (ExecutorService threads =
                Executors.newFixedThreadPool(AT_ONCE, Thread.ofVirtual().factory())) {
            for (int shelf = 0; shelf < SHELVES; shelf++) {
                List<Future<?>> all = new ArrayList<>();
                for (S3Objects.There there : objects.list("blobs/%02x/".formatted(shelf))) {
                    if (there.name().matches(".*/[0-9a-f]{32}")) {
                        all.add(threads.submit(() -> {
                            Held held = held(there);
                            if (held != null) {
                                visitor.found(held);
                            }
                            return null;
                        }));
                    }
                }
                for (Future<?> one : all) {
                    one.get();
                }
            }
        } catch (ExecutionException e) {
            throw e.getCause() instanceof IOException failed ? failed : new IOException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new java.io.InterruptedIOException("interrupted while looking through a tier");
        }
    }

    /** What the object of that name says it is; empty where none is there, or it is not that blob's. */
    Optional<Held> held(String name, BlobId blob) throws IOException {
        OptionalLong size = objects.size(name);
        return size.isPresent() ? Optional.ofNullable(held(name, size.getAsLong(), blob)) : Optional.empty();
    }

    private @Nullable Held held(S3Objects.There there) throws IOException {
        return held(
                there.name(),
                there.size(),
                BlobId.parse(there.name().substring(there.name().length() - 32)));
    }

    private @Nullable Held held(String name, long size, BlobId blob) throws IOException {
        try {
            ByteBuffer first = ByteBuffer.allocate((int) Math.min(FIRST, size));
            fill(name, first);
            byte[] head = BlobForm.wholeHead(first.flip(), more -> fill(name, more));
            if (head == null || !BlobForm.blob(ByteBuffer.wrap(head)).equals(blob)) {
                return null;
            }
            long payload = BlobForm.payloadLength(size, head.length);
            return payload < 0 ? null : Held.of(new Location(blob, null, head.length, payload), head);
        } catch (NoSuchFileException e) {
            return null;
        }
    }

    private void fill(String name, ByteBuffer target) throws IOException {
        try (InputStream in = objects.get(name, 0, target.remaining())) {
            int n = in.readNBytes(target.array(), target.arrayOffset() + target.position(), target.remaining());
            target.position(target.position() + n);
        }
    }
}
