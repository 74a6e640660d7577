/**
 * Verbs about instruments, their watched folders, and the agent on the instrument's computer. The agent itself is {@code gedeon.sync}; the verbs here
 * only start it, on the machine where they run.
 */
@NullMarked
package gedeon.cli.instruments;

import org.jspecify.annotations.NullMarked;
