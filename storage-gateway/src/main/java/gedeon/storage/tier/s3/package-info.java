/**
 * A tier in a bucket of any S3 store. An object is a blob's stored form, the same bytes as elsewhere, under a name that ends in the blob's id:
 * {@code PREFIX/blobs/LAST2/PREVIOUS2/ID}. It is whole when it is there: the store publishes an object, or completes an upload, at once or not at all.
 */
@NullMarked
package gedeon.storage.tier.s3;

import org.jspecify.annotations.NullMarked;
