/**
 * The catalogue: what the data is, where it came from, how to find it. The root package is the module's face; {@code Catalogue} assembles it
 * without a framework. Reads storage through {@link gedeon.storage.Objects} and its outbox, and never calls a module further right.
 */
@NullMarked
package gedeon.metadata;

import org.jspecify.annotations.NullMarked;
