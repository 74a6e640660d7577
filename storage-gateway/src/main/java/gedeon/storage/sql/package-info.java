/** A thin hand on JDBC for the hot path: transactions with a result, statements with positional values. No mapping, no cache. */
@NullMarked
@NamedInterface("sql")
package gedeon.storage.sql;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;
