/**
 * Home folder, embedded database, first start. Promises: one server a home, a database that stops with the server or is stopped by the next start, and
 * credentials written once with owner-only rights. Called by the main class and by Spring; other packages read {@link gedeon.server.assembly.Home} only.
 */
@NullMarked
package gedeon.server.assembly;

import org.jspecify.annotations.NullMarked;
