/**
 * What the agent has done and what it waits for, as a value and as lines for people, read from the journal alone: works while an agent runs
 * and while none does.
 */
@NullMarked
package gedeon.sync.status;

import org.jspecify.annotations.NullMarked;
