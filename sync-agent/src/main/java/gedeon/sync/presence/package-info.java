/**
 * Whether a watched folder is there. A share that vanished leaves an empty folder behind: that is told, and taken for nobody's deletion. Remembers, in a small file beside
 * the configuration, what each folder lay on. The agent's pass asks after each look at a whole source.
 */
@NullMarked
package gedeon.sync.presence;

import org.jspecify.annotations.NullMarked;
