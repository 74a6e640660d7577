/**
 * JCAMP-DX, the text format of NMR, infrared and mass spectra: labelled records up to the first data table. Comments ({@code $$}) are looked at only for what
 * instruments are known to write there. Called by the reading process alone.
 */
@NullMarked
package gedeon.metadata.extraction.jcamp;

import org.jspecify.annotations.NullMarked;
