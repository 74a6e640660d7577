package gedeon.server.security;

import gedeon.metadata.Dataset;
import gedeon.metadata.Datasets;
import gedeon.storage.ObjectKey;
import gedeon.storage.VersionId;
import gedeon.storage.disposal.Disposing;
import gedeon.storage.disposal.Tombstone;
import gedeon.storage.disposal.Tombstones;
import gedeon.storage.objects.Bucket;
import gedeon.storage.objects.ObjectStore;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** What is kept of datasets whose files were disposed of. */
@Component
final class Tombs {
    private final ObjectStore objects;
    private final Tombstones tombstones;

    Tombs(ObjectStore objects, Disposing disposing) {
        this.objects = objects;
        this.tombstones = disposing.tombstones();
    }

    /** Empty where it went otherwise. */
    List<Tombstone> of(Datasets.Gone dataset) {
        return objects.bucket(dataset.bucket())
                .filter(bucket -> bucket.notebook() == dataset.notebook())
                .map(bucket -> dataset.files().stream()
                        .flatMap(file -> find(bucket, file).stream())
                        .toList())
                .orElse(List.of());
    }

    private Optional<Tombstone> find(Bucket bucket, Dataset.File file) {
        ObjectKey key = ObjectKey.of(file.key());
        String version = file.version();
        return version == null || version.equals("null")
                ? tombstones.newestNull(bucket.id(), key)
                : VersionId.parse(version).flatMap(id -> tombstones.find(bucket.id(), key, id));
    }
}
