/**
 * Reads what an acquisition says about itself. A {@link gedeon.metadata.extraction.FormatReader} knows one family of formats and sees bytes only through
 * {@link gedeon.metadata.extraction.Material}, by ranges; it runs in a separate, bounded process, because files of strangers are never parsed in the server.
 * The catalogue calls {@link gedeon.metadata.extraction.Extraction} and nothing else here.
 */
@NullMarked
@NamedInterface("extraction")
package gedeon.metadata.extraction;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;
