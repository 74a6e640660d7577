/** What who operates storage asks at a glance: what waits, what stands still, what was put aside. Nothing is changed here. */
@NullMarked
@NamedInterface("operations")
package gedeon.storage.operations;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;
