/** Verbs on what goes for good: waste, and disposals that two persons agree on. */
@NullMarked
package gedeon.cli.disposal;

import org.jspecify.annotations.NullMarked;
