package gedeon.metadata.intake;

import gedeon.kernel.ByteCount;
import gedeon.metadata.extraction.Material;
import gedeon.storage.ObjectKey;
import gedeon.storage.Objects;
import gedeon.storage.StoredVersion;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An acquisition whose files lie in storage; reads are range reads of the very versions that the dataset names. */
final class StoredMaterial implements Material {
    private final String name;
    private final boolean folder;
    private final List<MaterialFile> files;
    private final Objects objects;
    private final String bucket;
    private final Map<String, Stored> places = new HashMap<>();
    private final int notebook;
    private final Map<String, StoredVersion> versions = new HashMap<>();

    /** Where a file lies. */
    record Stored(String path, ObjectKey key, @Nullable String version, ByteCount size) {}

    StoredMaterial(String name, boolean folder, List<Stored> files, Objects objects, int notebook, String bucket) {
        this.name = name;
        this.folder = folder;
        this.objects = objects;
        this.notebook = notebook;
        this.bucket = bucket;
        files.forEach(file -> places.put(file.path(), file));
        this.files = files.stream()
                .map(file -> new MaterialFile(file.path(), file.size().value()))
                .toList();
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public boolean folder() {
        return folder;
    }

    @Override
    public List<MaterialFile> files() {
        return files;
    }

    @Override
    public byte[] read(MaterialFile file, long offset, int length) throws IOException {
        if (offset >= file.size() || length <= 0) {
            return new byte[0];
        }
        int most = (int) Math.min(length, file.size() - offset);
        try (InputStream in = objects.read(version(file), offset, most)) {
            return in.readNBytes(most);
        }
    }

    private StoredVersion version(MaterialFile file) throws IOException {
        StoredVersion known = versions.get(file.path());
        if (known != null) {
            return known;
        }
        Stored place = places.get(file.path());
        if (place == null) {
            throw new FileNotFoundException(file.path() + " is no file of " + name);
        }
        StoredVersion found = StoredFiles.find(objects, notebook, bucket, place.key(), place.version())
                .filter(one -> one.size().equals(place.size()))
                .orElseThrow(() -> new FileNotFoundException(file.path() + " is no longer stored as it was"));
        versions.put(file.path(), found);
        return found;
    }
}
