/**
 * FCS 2.0, 3.0 and 3.1, the format of flow cytometers: the header's offsets and the primary TEXT segment. Events are not read. Called by the reading process
 * alone.
 */
@NullMarked
package gedeon.metadata.extraction.cytometry;

import org.jspecify.annotations.NullMarked;
