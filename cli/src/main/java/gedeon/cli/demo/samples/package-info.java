/**
 * Small files as instruments write them: FITS, mzML, JCAMP-DX, FCS, NIfTI, EDF, OME-XML and a vendor-like folder. Each writer makes one valid file with
 * the fields that its format really has (instrument, operator, date, settings), the same bytes every time. Only the demo and tests use them.
 */
@NullMarked
package gedeon.cli.demo.samples;

import org.jspecify.annotations.NullMarked;
