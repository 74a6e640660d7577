/**
 * Who asks: bearer tokens for the interface, a session cookie for pages. Everything is refused unless listed here; what a known caller may do is decided by
 * {@link gedeon.storage.notebooks.Rights}, never here.
 */
@NullMarked
package gedeon.server.security;

import org.jspecify.annotations.NullMarked;
