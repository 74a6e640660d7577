/**
 * Units, notebooks, people's roles and access keys, and {@link gedeon.storage.notebooks.Rights}: the one port that says who may do what. Every module asks it.
 */
@NullMarked
@NamedInterface("notebooks")
package gedeon.storage.notebooks;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;
