/**
 * What readers of binary and text formats share: bytes asked for by ranges and kept in a small cache, bounded lines, hardened XML, and moments in ISO form. Every
 * length is checked before memory is taken for it, every loop over a file has an end. Nothing here knows a format; only readers call it.
 */
@NullMarked
package gedeon.metadata.extraction.bytes;

import org.jspecify.annotations.NullMarked;
