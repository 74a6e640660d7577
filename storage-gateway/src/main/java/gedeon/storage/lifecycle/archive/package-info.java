/** What has gathered in archives, sealed in batches of versions: written, read back, switched, and only then taken away from where it gathered. */
@NullMarked
package gedeon.storage.lifecycle.archive;

import org.jspecify.annotations.NullMarked;
