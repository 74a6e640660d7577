package gedeon.metadata.intake;

import gedeon.storage.ObjectKey;
import gedeon.storage.Objects;
import gedeon.storage.StoredVersion;
import gedeon.storage.VersionId;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** From a file of a dataset to what it is stored as. A bucket's name may have gone to another notebook since: what that one stores under it is not found. */
final class StoredFiles {
    private StoredFiles() {}

    /** @param version as manifests and tables write it; null or {@code null} for what has none */
    static Optional<StoredVersion> find(
            Objects objects, int notebook, String bucket, ObjectKey key, @Nullable String version) {
        Optional<StoredVersion> found = version == null || version.equals("null")
                ? objects.find(bucket, key, null)
                : VersionId.parse(version).flatMap(id -> objects.find(bucket, key, id));
        return found.filter(one -> one.notebook() == notebook);
    }
}
