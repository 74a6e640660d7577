/** The tiers that rows name, opened by this process as it needs them. */
@NullMarked
@NamedInterface("tier-jdbc")
package gedeon.storage.tier.jdbc;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;
