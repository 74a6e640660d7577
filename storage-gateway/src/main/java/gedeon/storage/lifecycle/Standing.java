package gedeon.storage.lifecycle;

import gedeon.storage.StoredVersion;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A version or marker, and where it stands among those of its key.
 *
 * @param succeeded when the next newer one was made, from which a noncurrent version's days count; null for the current one
 * @param newer how many noncurrent ones are newer
 * @param alone whether the key has no other
 */
record Standing(StoredVersion version, @Nullable Instant succeeded, int newer, boolean alone) {}
