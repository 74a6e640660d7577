/** A tier in memory, for tests and measurements: the same promises without the disk. */
@NullMarked
package gedeon.storage.tier.memory;

import org.jspecify.annotations.NullMarked;
