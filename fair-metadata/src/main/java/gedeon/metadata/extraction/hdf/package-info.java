/**
 * Files that are trees: HDF5 and what is built on it (NeXus, NetCDF-4, FAST5), read by jhdf through ranges, and the classic NetCDF header, read by hand. Links to
 * other files are never followed, data sets are looked at only where they are a few values, and the walk has an end in depth and number.
 */
@NullMarked
package gedeon.metadata.extraction.hdf;

import org.jspecify.annotations.NullMarked;
