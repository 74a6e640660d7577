package gedeon.storage;

import gedeon.kernel.Digest;
import gedeon.storage.namespace.Versions;
import gedeon.storage.objects.Bucket;
import gedeon.storage.objects.ObjectStore;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What the other modules may read. */
final class PublishedObjects implements Objects {
    private final ObjectStore store;
    private final Versions versions;

    PublishedObjects(ObjectStore store, Versions versions) {
        this.store = store;
        this.versions = versions;
    }

    @Override
    public Optional<StoredVersion> find(String bucket, ObjectKey key, @Nullable VersionId version) {
        return store.bucket(bucket)
                .flatMap(found -> store.find(found, key, version, false))
                .filter(one -> !one.deleteMarker());
    }

    @Override
    public InputStream read(StoredVersion version, long offset, long length) throws IOException {
        return store.read(version, offset, length);
    }

    @Override
    public Digest sha256(StoredVersion version) throws IOException {
        return store.sha256(version);
    }

    @Override
    public Optional<String> rawBucket(int notebook) {
        return store.buckets(notebook).stream()
                .filter(Bucket::locked)
                .min(Comparator.comparingInt(Bucket::id))
                .map(Bucket::name);
    }

    @Override
    public List<StoredVersion> list(String bucket, @Nullable ObjectKey after, int limit) {
        return store.bucket(bucket)
                .map(found -> versions.page(found.id(), after, limit))
                .orElse(List.of());
    }

    @Override
    public List<OpenUpload> openUploads(String bucket, String prefix, int most) {
        return store.bucket(bucket)
                .map(
                        found -> store
                                .uploads(found, prefix.getBytes(StandardCharsets.UTF_8), new byte[0], null, most)
                                .uploads()
                                .stream()
                                .map(this::open)
                                .toList())
                .orElse(List.of());
    }

    private OpenUpload open(ObjectStore.Upload upload) {
        long first = store.parts(upload, 0, 1).stream()
                .filter(part -> part.number() == 1)
                .mapToLong(ObjectStore.Part::size)
                .sum();
        return new OpenUpload(
                upload.key(), upload.id(), upload.created(), upload.attributes().userMetadata(), first);
    }
}
