/**
 * Values that mean the same everywhere: amounts of bytes, digests. JDK and JSpecify only, fewer than twenty types, usable on Java 17.
 */
@NullMarked
package gedeon.kernel;

import org.jspecify.annotations.NullMarked;
