/**
 * EDF, EDF+, BDF and BDF+, recordings of electroencephalography and the like: the header, and the first data records' annotations for the exact start. What tells of
 * the patient goes to fields that the vocabulary marks as personal. Called by the reading process alone.
 */
@NullMarked
package gedeon.metadata.extraction.edf;

import org.jspecify.annotations.NullMarked;
