/**
 * Plans against reality: {@link gedeon.dmp.live.Measure} grades commitments from plain facts, {@link gedeon.dmp.live.Evaluations} keeps what
 * was found and since when. Nothing here writes a plan or a quota.
 */
@NullMarked
package gedeon.dmp.live;

import org.jspecify.annotations.NullMarked;
