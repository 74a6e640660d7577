/**
 * Plans kept in PostgreSQL: importing a version, approving it, reading them. Acts on one notebook's plans take one lock
 * ({@link gedeon.dmp.plans.PlanRows#lock}), so they run one after the other in all processes. Called through {@link gedeon.dmp.Plans} alone.
 */
@NullMarked
package gedeon.dmp.plans;

import org.jspecify.annotations.NullMarked;
