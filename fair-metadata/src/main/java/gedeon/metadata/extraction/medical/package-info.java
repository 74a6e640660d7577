/**
 * Medical images: DICOM objects and series folders (PS3.5, PS3.6), and the PAR/REC pairs that Philips scanners export. Reads headers only and stops before pixel
 * data. What tells who the patient is lands in {@code patient_…} fields, and nowhere else.
 */
@NullMarked
package gedeon.metadata.extraction.medical;

import org.jspecify.annotations.NullMarked;
