/** Several gateway processes on one database and one tier, each with its own S3 port: what holds in one process holds across them. */
@NullMarked
package gedeon.storage.processes;

import org.jspecify.annotations.NullMarked;
