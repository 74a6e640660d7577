/** Statements that the server signs: receipts. Callers verify them with the server's public key and without Gédéon. */
@NullMarked
package gedeon.metadata.proof;

import org.jspecify.annotations.NullMarked;
