/**
 * Notebook keys in a folder, each in a file of its own, wrapped under a master key that is a file too or comes from the environment. Files are the owner's
 * alone, whole or absent, durable before they count; changes are made under a lock that all processes take. The layout is in docs/storage.md.
 */
@NullMarked
@NamedInterface("keyfiles")
package gedeon.storage.encryption.file;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;
