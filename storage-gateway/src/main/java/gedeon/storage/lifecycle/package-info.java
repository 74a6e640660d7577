/**
 * What a bucket's owner wants to go away by itself (S3 Lifecycle), and the job that lets it go. Rules are plain values that decide on one version at a
 * time; the job deletes through {@link gedeon.storage.objects.ObjectStore} alone, so locks, ledger and events are those of any delete, and a kill in
 * between leaves whole deletes only.
 */
@NullMarked
@NamedInterface("lifecycle")
package gedeon.storage.lifecycle;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;
