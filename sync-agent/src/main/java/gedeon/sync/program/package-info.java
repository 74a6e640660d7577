/**
 * The program {@code gedeon-agent}, which the package for instruments' computers starts: the verbs of {@code gedeon agent} that concern this computer, without the rest of
 * the command line. Exit codes are the same: 0 done, 1 failed, 2 usage, 3 refused, 5 server unreachable.
 */
@NullMarked
package gedeon.sync.program;

import org.jspecify.annotations.NullMarked;
