/**
 * Verbs about room and who may use it: units, notebooks, quotas, buckets, access keys. Each is one call of the REST client; the root package
 * runs them and turns refusals into exit codes.
 */
@NullMarked
package gedeon.cli.notebooks;

import org.jspecify.annotations.NullMarked;
