/**
 * Work on many blobs: rows say what is under way and how far it is, one process works on each, and what a process that dies leaves is gone on with by the next.
 */
@NullMarked
@NamedInterface("storage-jobs")
package gedeon.storage.lifecycle.jobs;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;
