/**
 * Objects in a bucket of any S3 store, by the MinIO SDK: what every tier in a bucket is made of. Requests are repeated out of a budget, what is written is compared
 * with its MD5 on the far side, a read that breaks goes on where it stopped, and secrets stay in the environment or in a file.
 */
@NullMarked
package gedeon.storage.tier.bucket;

import org.jspecify.annotations.NullMarked;
