/** What has gathered in archives, sealed in batches of versions: written, read back, switched, and only then taken away from where it gathered. */
@NullMarked
@NamedInterface("storage-archives")
package gedeon.storage.lifecycle.archive;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;
