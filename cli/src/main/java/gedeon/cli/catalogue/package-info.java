/**
 * Verbs about what is known: experiments, protocols, software, samples, persons, datasets, search. Each is one call of the REST client; the root
 * package runs them and turns refusals into exit codes.
 */
@NullMarked
package gedeon.cli.catalogue;

import org.jspecify.annotations.NullMarked;
