package gedeon.storage.tier;

import gedeon.storage.BlobId;

/**
 * In which tier a blob's payload lies, and where there.
 *
 * @param tier id of the tier's row
 */
public record Place(short tier, Location at) {
    public BlobId blob() {
        return at.blob();
    }
}
