package gedeon.storage.tier.archive.ocfl;

import io.ocfl.core.storage.cloud.CloudStorage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/** A storage root in a bucket, where the content of an object may be before the object is. */
final class BucketStorage extends CloudStorage {
    private final BucketClient client;
    private final Set<String> there = ConcurrentHashMap.newKeySet();

    BucketStorage(BucketClient client) {
        super(client);
        this.client = client;
    }

    /** The content of this path is in the bucket; what is local stands for it. */
    void isThere(String path) {
        there.add(path);
    }

    void forget(String root) {
        there.removeIf(path -> path.startsWith(root + "/"));
    }

    /** What is not there yet. An empty file that stands for nothing is never taken for content. */
    @Override
    public void moveDirectoryInto(Path source, String destination) {
        try (Stream<Path> found = Files.find(source, Integer.MAX_VALUE, (file, about) -> about.isRegularFile())) {
            List<Path> files = found.sorted().toList();
            for (Path file : files) {
                String path = destination + "/" + source.relativize(file);
                boolean isContent = source.relativize(file).getNameCount() > 1;
                if (isContent && !there.remove(path)) {
                    throw new IllegalStateException("the content of " + path + " is not in the bucket");
                }
                if (!isContent) {
                    client.uploadFile(file, path);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
