/**
 * Writers of all habits that instruments have, on real files and in a time of their own, beside the agent as it is delivered and a server that is cut off, full,
 * slow, away or wrong. The oracle is what each writer finally closed: nothing else may be published as final, and all of it must arrive once.
 */
@NullMarked
package gedeon.sync.simulator;

import org.jspecify.annotations.NullMarked;
