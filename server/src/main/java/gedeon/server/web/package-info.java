/**
 * Pages: server-rendered, usable without script, in English and French. Controllers gather plain values for the templates; each asks
 * {@link gedeon.storage.notebooks.Rights} before it reads.
 */
@NullMarked
package gedeon.server.web;

import org.jspecify.annotations.NullMarked;
