/**
 * When an acquisition counts as finished, as data: rules that the server keeps by name and version, and that agents judge by. Knows no file and no clock.
 */
@NullMarked
package gedeon.kernel.finish;

import org.jspecify.annotations.NullMarked;
