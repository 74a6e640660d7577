/**
 * A folder on a local disk or NFS. Large blobs are files of their own, published by a hard link that never overwrites; small ones share append-only
 * packs with group sync. Nothing is acknowledged before its bytes and its directory entry are on the disk; no file locks.
 */
@NullMarked
@NamedInterface("posix")
package gedeon.storage.tier.posix;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;
