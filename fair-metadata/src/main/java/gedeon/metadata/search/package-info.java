/**
 * Finds datasets by words and by what was measured. Owns the search index (Hibernate Search on Lucene, one folder) and the way into it: who changes a dataset leaves
 * a row in {@code catalogue.index_due} in the same transaction; the indexer reads such rows, writes the index durably and only then takes the row away. So a crash at any
 * moment costs a repetition, never an update. The tables are the truth: an index that is absent, broken or of another schema is made again from them. Rights are part of
 * every query: hits, totals, facets and suggestions cover the notebooks given and nothing else. JPA is used here alone, and only to read.
 */
@NullMarked
@NamedInterface("search")
package gedeon.metadata.search;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;
