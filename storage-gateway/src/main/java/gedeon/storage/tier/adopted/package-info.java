/**
 * Folders of others, read in place: nothing is ever written, moved or deleted there. The files are plain, without header and trailer, so that what a trailer
 * says of a stored blob stands in the database ({@link gedeon.storage.tier.adopted.AdoptedFiles}). What was not hashed yet is served as long as size and time of the
 * file are those that were acknowledged; afterwards each block is checked before it leaves, as of any blob.
 */
@NullMarked
@NamedInterface("adopted")
package gedeon.storage.tier.adopted;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;
