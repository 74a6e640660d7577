/**
 * The quota ledger: what admits bytes and objects before the first is written, and settles them in the transaction of the version. A process leases room in
 * slices from PostgreSQL and promises from it in memory; slices shrink near the limit and idle room is called back before anybody is refused.
 */
@NullMarked
@NamedInterface("quota")
package gedeon.storage.quota;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;
