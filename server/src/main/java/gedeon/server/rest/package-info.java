/**
 * REST, version 1: one thin class a resource. Each route asks {@link gedeon.storage.notebooks.Rights} before it reads; errors become problem details in
 * {@link gedeon.server.rest.WebErrors} and nowhere else. Bodies are the records of {@code gedeon.client.wire}.
 */
@NullMarked
package gedeon.server.rest;

import org.jspecify.annotations.NullMarked;
