/**
 * Signals of living tissue: patch clamp recordings of Axon amplifiers (ABF 1 and 2) and the headers of PhysioNet's WFDB records. Their clocks know no zone, so
 * their moments have none.
 */
@NullMarked
package gedeon.metadata.extraction.physiology;

import org.jspecify.annotations.NullMarked;
