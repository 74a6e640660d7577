/**
 * Electron microscopy: MRC and CCP4 maps (MRC2014), and Digital Micrograph images (DM3, DM4) by their tag tree. Only headers and tags are read, pixels never.
 */
@NullMarked
package gedeon.metadata.extraction.electron;

import org.jspecify.annotations.NullMarked;
