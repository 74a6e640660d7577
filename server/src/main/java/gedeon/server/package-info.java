/**
 * The process: assembles the modules, starts the database, S3 and pages, and stops them in order. Only {@link gedeon.server.GedeonServer} is called from
 * outside, by the start script.
 */
@NullMarked
package gedeon.server;

import org.jspecify.annotations.NullMarked;
