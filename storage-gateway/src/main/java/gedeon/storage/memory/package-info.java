/** Memory that requests under way take, bounded in sum. */
@NullMarked
package gedeon.storage.memory;

import org.jspecify.annotations.NullMarked;
