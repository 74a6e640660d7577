package gedeon.storage.tier.bucket;

import gedeon.storage.ObjectKey;
import gedeon.storage.StoredVersion;
import gedeon.storage.TestGateway;
import gedeon.storage.objects.Bucket;
import gedeon.storage.objects.Refusal;
import gedeon.storage.s3.RunningS3;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.regex.Pattern;

/** A new bucket of a real S3 port, with faults before it, and a look at what lies there from behind. */
public final class OwnBucket implements AutoCloseable {
    private static final int PAGE = 1000;

    public final FaultyFront front;
    private final RunningS3 far;
    private final Bucket bucket;

    public OwnBucket(RunningS3 far) throws IOException {
        this.far = far;
        this.front = new FaultyFront(far.address());
        this.bucket = far.gateway.store().createBucket(far.notebook, "b-" + UUID.randomUUID(), false);
    }

    public String name() {
        return bucket.name();
    }

    /** Where credentials are for {@code env:FAR}. */
    public Map<String, String> environment() {
        return Map.of("FAR_ACCESS_KEY", far.owner.accessKey(), "FAR_SECRET_KEY", far.owner.secretKey());
    }

    public Map<String, String> settings() {
        return Map.of("endpoint", front.address(), "bucket", name(), "credentials", "env:FAR");
    }

    /** As {@link #settings}, for a process whose environment has no credentials. */
    public Map<String, String> settings(Path credentials) throws IOException {
        Files.writeString(credentials, far.owner.accessKey() + "\n" + far.owner.secretKey() + "\n");
        return Map.of("endpoint", front.address(), "bucket", name(), "credentials", "file:" + credentials);
    }

    public BucketSettings place() {
        return BucketSettings.of(settings());
    }

    /** A client of it; the caller closes. */
    public S3Objects objects() throws IOException {
        return new S3Objects(place(), Credentials.of("env:FAR", environment()));
    }

    public List<String> names() {
        List<String> names = new ArrayList<>();
        ObjectKey after = null;
        List<StoredVersion> page;
        do {
            page = far.gateway.objects().list(name(), after, PAGE);
            for (StoredVersion one : page) {
                names.add(one.key().toString());
                after = one.key();
            }
        } while (page.size() == PAGE);
        return names;
    }

    /** Of which the path matches. */
    public List<String> names(String path) {
        return names().stream().filter(name -> name.matches(path)).toList();
    }

    public byte[] bytes(String name) throws IOException {
        StoredVersion version = far.gateway
                .store()
                .find(bucket, ObjectKey.of(name), null, false)
                .orElseThrow(() -> new NoSuchFileException(name));
        try (InputStream in =
                far.gateway.store().read(version, 0, version.size().value())) {
            return in.readAllBytes();
        }
    }

    /** In place of what was there. */
    public void put(String name, byte[] bytes) throws IOException {
        far.gateway.store().put(TestGateway.aPut(bucket, name, bytes));
    }

    public void delete(String name) throws IOException {
        try (S3Objects objects = objects()) {
            objects.delete(name);
        }
    }

    /** How many uploads are open. */
    public int uploads() {
        return far.gateway
                .store()
                .uploads(bucket, new byte[0], new byte[0], null, 100)
                .uploads()
                .size();
    }

    /** Copies all whose names begin so into a folder, without that beginning; as they are at one moment, nothing being overwritten. */
    public void copyTo(Path folder, String under) {
        Map<String, byte[]> all = new TreeMap<>();
        do {
            all.clear();
            for (String name : names(Pattern.quote(under) + ".*")) {
                try {
                    all.put(name, bytes(name));
                } catch (IOException | Refusal e) {
                    // Deleted meanwhile: then the names are others.
                    continue;
                }
            }
        } while (!names(Pattern.quote(under) + ".*").equals(List.copyOf(all.keySet())));
        try {
            Files.createDirectories(folder);
            for (Map.Entry<String, byte[]> one : all.entrySet()) {
                Path file = folder.resolve(one.getKey().substring(under.length()));
                Files.createDirectories(file.getParent());
                Files.write(file, one.getValue());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() throws IOException {
        front.close();
    }
}
