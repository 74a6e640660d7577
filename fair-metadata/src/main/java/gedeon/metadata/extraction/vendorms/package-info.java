/**
 * Files of chromatographs and mass spectrometers in their makers' own formats: Thermo RAW, Agilent ChemStation and MassHunter folders, Waters MassLynx folders.
 * None is published; what is read here are fixed fields that all known files share, and each is checked before it is believed. Template labels are no values.
 */
@NullMarked
package gedeon.metadata.extraction.vendorms;

import org.jspecify.annotations.NullMarked;
