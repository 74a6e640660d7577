/**
 * The REST client: one typed method for each route of {@code docs/rest.md}, over the JDK's HTTP client with a bearer token.
 * Refusals come as {@link gedeon.client.ProblemException}, a silent server as {@link gedeon.client.Unreachable}. Tokens and
 * bodies are never logged. Used by the command line and the agent; the server uses the records of {@code wire} and nothing else.
 */
@NullMarked
package gedeon.client;

import org.jspecify.annotations.NullMarked;
