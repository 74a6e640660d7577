/**
 * What is no instrument's format: documents, images, MATLAB files, archives and mail, by Apache Tika, asked last and believed only for types that it knows well. Called
 * by the reading process alone.
 */
@NullMarked
package gedeon.metadata.extraction.documents;

import org.jspecify.annotations.NullMarked;
