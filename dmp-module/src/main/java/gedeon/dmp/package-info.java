/**
 * Data management plans of notebooks: {@link gedeon.dmp.Plans} keeps documents in versions, approves them, and holds reality against them.
 * An approved plan's planned volume becomes the notebook's quota, as a plain value given to storage; what is stored comes back as the
 * ledger's figure. Whoever calls has asked {@code Rights} first: nothing here knows people beyond their names. The sub-packages belong to
 * this module alone.
 */
@NullMarked
package gedeon.dmp;

import org.jspecify.annotations.NullMarked;
