package gedeon.storage.lifecycle.fixity;

import gedeon.storage.BlobId;
import gedeon.storage.ObjectKey;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Bytes that lay in a tier and that nothing named: put aside there.
 *
 * @param found when they were put aside, {@code changed}: when they were written
 * @param named whether a version or a part names them by now
 * @param content what their header says; null where they are not there, or it does not hold
 */
public record Lost(
        BlobId blob,
        Instant found,
        Instant changed,
        boolean named,
        @Nullable Content content) {
    /**
     * @param bytes of the payload as stored
     * @param notebook its number
     * @param bucket and {@code key}: null where they are sealed
     */
    public record Content(
            long bytes,
            boolean encrypted,
            @Nullable Integer notebook,
            @Nullable String bucket,
            @Nullable ObjectKey key) {}
}
