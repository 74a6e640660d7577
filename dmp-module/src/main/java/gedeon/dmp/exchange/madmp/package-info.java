/**
 * Plans in the RDA DMP Common Standard (maDMP), versions 1.0, 1.1 and 1.2, as JSON trees. The reader forgives what it can mend and
 * says what it mended; the writer gives a document that is valid in the version asked for, or refuses and says why; the validator
 * answers with findings that people can act on. Keys the standard does not know are kept. Nothing here knows a database.
 */
@NullMarked
package gedeon.dmp.exchange.madmp;

import org.jspecify.annotations.NullMarked;
