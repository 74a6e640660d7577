/**
 * mzML and imzML, the open formats of mass spectrometry. The header and the first spectrum's parameters are read; the reader stops before the first array, so the
 * cost does not grow with the run. Called by the reading process alone.
 */
@NullMarked
package gedeon.metadata.extraction.spectrometry;

import org.jspecify.annotations.NullMarked;
