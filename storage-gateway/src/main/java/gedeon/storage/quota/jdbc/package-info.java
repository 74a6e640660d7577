/** The ledger in PostgreSQL. Lock order: process row, units root to leaf, notebook, lease row; what holds a key lock never locks a unit's row. */
@NullMarked
package gedeon.storage.quota.jdbc;

import org.jspecify.annotations.NullMarked;
