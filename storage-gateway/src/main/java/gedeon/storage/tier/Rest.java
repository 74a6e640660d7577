package gedeon.storage.tier;

import gedeon.storage.BlobId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A blob found in a tier by looking there, whatever any row says.
 *
 * @param pack that it shares, null where it has a file or an object of its own
 * @param changed when that file, object or pack was last written
 */
public record Rest(BlobId blob, @Nullable BlobId pack, Instant changed) {}
