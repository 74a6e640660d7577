package gedeon.storage.disposal;

import gedeon.storage.StoredVersion;
import gedeon.storage.VersionId;
import gedeon.storage.namespace.Versions;
import gedeon.storage.objects.Bucket;
import gedeon.storage.objects.Refusal;
import java.util.List;
import java.util.Optional;

/** From names of versions to the versions. */
final class Resolving {
    private final Versions versions;

    Resolving(Versions versions) {
        this.versions = versions;
    }

    /** @throws Refusal NO_SUCH_VERSION for the first that is not there */
    List<Item> items(Bucket bucket, Chosen.Versions chosen) {
        return chosen.all().stream()
                .map(one -> find(bucket, one)
                        .filter(found -> !found.deleteMarker())
                        .map(found -> new Item(found.key(), found.version().seq()))
                        .orElseThrow(() -> missing(bucket, one)))
                .distinct()
                .toList();
    }

    private Optional<StoredVersion> find(Bucket bucket, Chosen.Named one) {
        String version = one.version();
        if (version == null) {
            return versions.newest(bucket.id(), one.key());
        }
        return version.equals("null")
                ? versions.nullVersion(bucket.id(), one.key())
                : VersionId.parse(version).flatMap(id -> versions.exact(bucket.id(), one.key(), id));
    }

    private static Refusal missing(Bucket bucket, Chosen.Named one) {
        return new Refusal(
                Refusal.Reason.NO_SUCH_VERSION,
                "bucket " + bucket.name() + " has no "
                        + (one.version() == null ? "object " : "version " + one.version() + " of ") + one.key());
    }
}
