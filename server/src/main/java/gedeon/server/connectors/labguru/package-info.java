/**
 * Reads a laboratory's Labguru: experiments, protocols, equipment and members become experiments, protocols, instruments and persons of the catalogue. Nothing is
 * written there. {@link gedeon.server.connectors.labguru.Labguru} is the face that routes call; Camel reads the pages and keeps the time
 * ({@code LabguruRoutes}), the rules are plain Java. It owns the schema {@code connectors}. The token is wrapped at rest, is in memory while its connector is read,
 * and goes into the address as it is written to the wire ({@code QuietConnection}): Camel, the HTTP client, logs and errors never see it. A server is a stranger: its address, size, time
 * and content are bounded.
 */
@NullMarked
package gedeon.server.connectors.labguru;

import org.jspecify.annotations.NullMarked;
