/**
 * Where blobs lie: storage policies say where, jobs bring each blob there. A blob is copied, read back, switched, and only then taken away from where it was;
 * what a job does is rows, so that a process that dies is followed by the next.
 */
@NullMarked
@NamedInterface("tiering")
package gedeon.storage.lifecycle.tiering;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;
