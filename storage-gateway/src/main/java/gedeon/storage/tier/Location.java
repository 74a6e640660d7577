package gedeon.storage.tier;

import gedeon.storage.BlobId;
import org.jspecify.annotations.Nullable;

/**
 * Where a blob's payload lies in a tier.
 *
 * @param pack the pack's id where the blob shares one, else null (a file of its own)
 * @param offset of the first payload byte in the file or pack
 * @param length payload bytes as stored
 */
public record Location(BlobId blob, @Nullable BlobId pack, long offset, long length) {}
