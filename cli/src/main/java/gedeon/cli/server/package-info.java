/**
 * Verbs that start a server or ask how it is. A server is its own process with its own JDK: this package finds the jar and the {@code java}, passes
 * signals and exit code on, and knows no server class.
 */
@NullMarked
package gedeon.cli.server;

import org.jspecify.annotations.NullMarked;
