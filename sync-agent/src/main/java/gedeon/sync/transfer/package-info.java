/**
 * Carries files into the bucket: several small ones in one request, one by a single PUT below 16 MiB, else multipart, resumed from the server's own list of parts. A file is read
 * once, hashed with SHA-256 on the way, and looked at again afterwards: if it moved, the upload is abandoned. Uses no request that reads
 * objects. Never writes to, locks, or holds open a source file longer than one part takes.
 */
@NullMarked
package gedeon.sync.transfer;

import org.jspecify.annotations.NullMarked;
