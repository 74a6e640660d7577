/**
 * OME-XML and the OME-XML inside OME-TIFF: instrument, objective, images, channels, planes. Pixels are not read. Called by the reading process alone.
 */
@NullMarked
package gedeon.metadata.extraction.microscopy;

import org.jspecify.annotations.NullMarked;
