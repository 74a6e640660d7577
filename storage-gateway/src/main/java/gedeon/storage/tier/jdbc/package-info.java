/** The tiers that rows name, opened by this process as it needs them. */
@NullMarked
package gedeon.storage.tier.jdbc;

import org.jspecify.annotations.NullMarked;
