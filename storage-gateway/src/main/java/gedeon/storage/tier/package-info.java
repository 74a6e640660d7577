/**
 * Where blobs rest. One interface, one contract test, several places: posix (files and packs), memory (tests). Byte formats are those of
 * {@link gedeon.storage.tier.BlobForm}; only a tier knows packs and paths.
 */
@NullMarked
package gedeon.storage.tier;

import org.jspecify.annotations.NullMarked;
