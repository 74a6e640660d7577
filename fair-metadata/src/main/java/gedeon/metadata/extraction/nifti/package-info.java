/**
 * NIfTI-1 and NIfTI-2, volumes of magnetic resonance imaging, gzipped or not, single file or pair: the header of 348 or 540 bytes in either byte order. Called by
 * the reading process alone.
 */
@NullMarked
package gedeon.metadata.extraction.nifti;

import org.jspecify.annotations.NullMarked;
