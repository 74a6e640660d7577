/**
 * Carries files into the bucket: several small ones in one request, one by a single PUT below 16 MiB, else multipart, several parts at once, resumed from the server's own list of parts. A file is read
 * once, hashed with SHA-256 on the way, and looked at again afterwards: if it moved, the upload is abandoned. Uses no request that reads
 * objects. Never writes to, locks, or holds open a source file longer than one part takes. What is read and not sent yet is 48 MiB at most, of all files together;
 * how fast it leaves is for {@link gedeon.sync.transfer.Bandwidth} to say, and with which time it is signed for {@link gedeon.sync.transfer.ServerClock}.
 */
@NullMarked
package gedeon.sync.transfer;

import org.jspecify.annotations.NullMarked;
