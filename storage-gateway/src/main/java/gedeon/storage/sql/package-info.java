/** A thin hand on JDBC for the hot path: transactions with a result, statements with positional values. No mapping, no cache. */
@NullMarked
package gedeon.storage.sql;

import org.jspecify.annotations.NullMarked;
