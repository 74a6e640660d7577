/** The page of who operates the installation: is anything at risk now, what is under way, and the acts on both. */
@NullMarked
package gedeon.server.web.operations;

import org.jspecify.annotations.NullMarked;
