/**
 * Encryption at rest: data keys and the keys that wrap them, frames, and what ends a key. Plain bytes are hashed before they come here, and what leaves
 * here is what a tier stores. {@link gedeon.storage.encryption.KeyProvider} is the port to where notebook keys live, which is never the database. The byte
 * format is in docs/storage.md.
 */
@NullMarked
@NamedInterface("encryption")
package gedeon.storage.encryption;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;
