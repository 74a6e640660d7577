/** What the agent's own program, its local page and its installation say, in French and English: one bundle for all three. */
@NullMarked
package gedeon.sync.words;

import org.jspecify.annotations.NullMarked;
