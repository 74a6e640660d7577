/** Tries out whether a place keeps what tiers promise, before anybody relies on it. */
@NullMarked
@NamedInterface("tier-check")
package gedeon.storage.tier.check;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;
