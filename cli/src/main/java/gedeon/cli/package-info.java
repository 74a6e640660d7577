/**
 * The command line {@code gedeon …}: parsing, words, exit codes, printing. One class a verb, thin: parse, call, print. It reaches the server over
 * HTTP alone, through {@code gedeon.client}; agents are {@code gedeon.sync}. {@link gedeon.cli.Gedeon#run} is the one way in and returns the exit
 * code; nothing else writes to a stream of the process or ends it.
 */
@NullMarked
package gedeon.cli;

import org.jspecify.annotations.NullMarked;
