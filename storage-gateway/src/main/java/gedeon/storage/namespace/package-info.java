/**
 * Buckets, versions and current heads in PostgreSQL: the truth while it lives. Commits come in groups; per key the order of {@code seq} is the order of
 * commit. Only {@code gedeon.storage.objects} writes here.
 */
@NullMarked
package gedeon.storage.namespace;

import org.jspecify.annotations.NullMarked;
