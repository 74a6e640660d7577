/**
 * Datasets, their files, fields, links and provenance, and the things they are tied to, in PostgreSQL. Every change of a dataset writes a row of
 * {@code index_due} in the same transaction, so that search follows even after a crash. Assembled by {@code gedeon.metadata.Catalogue}; others use the ports.
 */
@NullMarked
package gedeon.metadata.catalogue;

import org.jspecify.annotations.NullMarked;
