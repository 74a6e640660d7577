/**
 * Writes a notebook as an RO-Crate 1.2, streamed from the catalogue's tables within one snapshot. Owns how our things are named and described there: datasets as
 * folders or files, what they are tied to as contextual entities, activities as {@code CreateAction}, fields as {@code PropertyValue}. What it writes is valid against the
 * specification; fields that tell of persons stay out. The server calls it through {@link gedeon.metadata.Crates}.
 */
@NullMarked
@NamedInterface("rocrate")
package gedeon.metadata.exchange.rocrate;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;
