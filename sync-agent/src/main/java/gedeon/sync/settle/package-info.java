/**
 * Decides when an acquisition is finished, and says by which rule and how surely: marker file, then a temporary name that was given up, then
 * a quiet period as the last resort. Time is the agent's own monotonic clock since the last change that it saw, never the age of a file's
 * time stamp. Nothing of zero bytes is finished by quiet alone, and what quiet finished is provisional. No input or output here.
 */
@NullMarked
package gedeon.sync.settle;

import org.jspecify.annotations.NullMarked;
