/**
 * Batches of an archive as OCFL 1.1 objects of one version each, by ocfl-java, in a folder or in a bucket. Who calls sees no difference: an object is whole, valid and
 * durable when it was written, and one that was left half written is no object. What keeps two writers from one object is their caller's.
 */
@NullMarked
package gedeon.storage.tier.archive.ocfl;

import org.jspecify.annotations.NullMarked;
