/**
 * The bodies of the REST interface, version 1, one record each: names, units and absence exactly as {@code docs/rest.md} says.
 * Written once and used by server, command line and agent. Sizes are bytes, times are instants in UTC; what may be absent is
 * {@code @Nullable} and is left out of the JSON; a list left out reads as empty. Secrets never show in {@code toString}.
 */
@NullMarked
package gedeon.client.wire;

import org.jspecify.annotations.NullMarked;
