/**
 * FITS, the format of telescopes: cards of 80 characters in blocks of 2,880 bytes, primary header and extensions, gzipped or not. Only headers are read; data are
 * stepped over. Called by the reading process alone.
 */
@NullMarked
package gedeon.metadata.extraction.fits;

import org.jspecify.annotations.NullMarked;
