/** Verbs on places that keep bytes, on the policies that say what lies where, and on the work that follows. */
@NullMarked
package gedeon.cli.storage;

import org.jspecify.annotations.NullMarked;
