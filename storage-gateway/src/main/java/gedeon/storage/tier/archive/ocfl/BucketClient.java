package gedeon.storage.tier.archive.ocfl;

import gedeon.storage.tier.bucket.ObjectReader;
import gedeon.storage.tier.bucket.ObjectWriter;
import gedeon.storage.tier.bucket.S3Objects;
import io.ocfl.api.exception.OcflFileAlreadyExistsException;
import io.ocfl.api.exception.OcflIOException;
import io.ocfl.core.storage.cloud.CloudClient;
import io.ocfl.core.storage.cloud.CloudObjectKey;
import io.ocfl.core.storage.cloud.HeadResult;
import io.ocfl.core.storage.cloud.KeyNotFoundException;
import io.ocfl.core.storage.cloud.ListResult;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What ocfl-java asks of a bucket, by the client that tiers have. Paths are those within the storage root. Nothing is overwritten but by a copy, and what is copied
 * passes by here, so that its checksum is compared.
 */
final class BucketClient implements CloudClient {
    private static final Logger LOG = LoggerFactory.getLogger(BucketClient.class);
    private static final int PIECE = 64 << 10;
    private static final Pattern RANGE = Pattern.compile("bytes=(\\d+)-(\\d+)");

    private final S3Objects objects;
    private final String folder;
    private final int partSize;

    /** @param folder of the storage root, without a slash at its end */
    BucketClient(S3Objects objects, String folder, int partSize) {
        this.objects = objects;
        this.folder = folder;
        this.partSize = partSize;
    }

    /** As the bucket's client names it. */
    String name(String path) {
        return folder + "/" + path;
    }

    private String path(String name) {
        return name.substring(folder.length() + 1);
    }

    private static CloudObjectKey key(String path) {
        return CloudObjectKey.builder().buildFromPath(path);
    }

    @FunctionalInterface
    private interface Act<T> {
        T run() throws IOException;
    }

    private static <T> T asked(Act<T> act) {
        try {
            return act.run();
        } catch (NoSuchFileException e) {
            throw new KeyNotFoundException(e.getMessage(), e);
        } catch (FileAlreadyExistsException e) {
            throw new OcflFileAlreadyExistsException(String.valueOf(e.getMessage()));
        } catch (IOException e) {
            throw new OcflIOException(e);
        }
    }

    @Override
    public String bucket() {
        return "";
    }

    @Override
    public String prefix() {
        return "";
    }

    @Override
    public Future<CloudObjectKey> uploadFileAsync(Path srcPath, String dstPath) {
        return CompletableFuture.completedFuture(uploadFile(srcPath, dstPath));
    }

    @Override
    public Future<CloudObjectKey> uploadFileAsync(Path srcPath, String dstPath, @Nullable String contentType) {
        return uploadFileAsync(srcPath, dstPath);
    }

    @Override
    public CloudObjectKey uploadFile(Path srcPath, String dstPath) {
        return asked(() -> {
            try (InputStream in = Files.newInputStream(srcPath)) {
                return written(dstPath, in, Files.size(srcPath));
            }
        });
    }

    @Override
    public CloudObjectKey uploadFile(Path srcPath, String dstPath, @Nullable String contentType) {
        return uploadFile(srcPath, dstPath);
    }

    @Override
    public CloudObjectKey uploadBytes(String dstPath, byte[] bytes, @Nullable String contentType) {
        return asked(() -> written(dstPath, new ByteArrayInputStream(bytes), bytes.length));
    }

    private CloudObjectKey written(String path, InputStream content, long length) throws IOException {
        byte[] piece = new byte[PIECE];
        try (ObjectWriter object =
                new ObjectWriter(objects, name(path), partSize, length, ObjectWriter.Uploads.UNTOLD)) {
            for (int n = content.read(piece); n >= 0; n = content.read(piece)) {
                object.write(piece, 0, n);
            }
            object.finish();
        }
        return key(path);
    }

    /** In place of what was there: an attempt that was begun and repeated. */
    @Override
    public CloudObjectKey copyObject(String srcPath, String dstPath) {
        return asked(() -> {
            long size = objects.sizeOf(name(srcPath));
            objects.delete(name(dstPath));
            try (InputStream in = new ObjectReader(objects, name(srcPath), size).stream()) {
                return written(dstPath, in, size);
            }
        });
    }

    @Override
    public Path downloadFile(String srcPath, Path dstPath) {
        return asked(() -> {
            try (InputStream in = opened(srcPath)) {
                Files.copy(in, dstPath);
            }
            return dstPath;
        });
    }

    @Override
    public InputStream downloadStream(String srcPath) {
        return asked(() -> opened(srcPath));
    }

    private InputStream opened(String path) throws IOException {
        return new ObjectReader(objects, name(path), objects.sizeOf(name(path))).stream();
    }

    /** Ranges that name both their ends; nobody here asks for others. */
    @Override
    public InputStream downloadStreamRange(String srcPath, String range) {
        Matcher ends = RANGE.matcher(range);
        if (!ends.matches()) {
            throw new UnsupportedOperationException("a range of " + range);
        }
        long from = Long.parseLong(ends.group(1));
        long to = Long.parseLong(ends.group(2));
        return asked(() -> objects.get(name(srcPath), from, to - from + 1));
    }

    @Override
    public String downloadString(String srcPath) {
        return asked(() -> {
            try (InputStream in = opened(srcPath)) {
                return new String(in.readAllBytes(), StandardCharsets.UTF_8);
            }
        });
    }

    @Override
    public HeadResult head(String path) {
        return asked(() -> new HeadResult().setContentLength(objects.sizeOf(name(path))));
    }

    @Override
    public ListResult list(String prefix) {
        return asked(() -> new ListResult()
                .setObjects(objects.list(name(prefix)).stream()
                        .map(one -> listing(path(one.name()), prefix))
                        .toList()));
    }

    @Override
    public ListResult listDirectory(String path) {
        String within = directory(path);
        return asked(() -> {
            S3Objects.Folder held = objects.folder(name(within));
            return new ListResult()
                    .setObjects(held.objects().stream()
                            .map(one -> listing(path(one), within))
                            .toList())
                    .setDirectories(held.folders().stream()
                            .map(one -> new ListResult.DirectoryListing().setPath(path(one)))
                            .toList());
        });
    }

    private static ListResult.ObjectListing listing(String path, String under) {
        return new ListResult.ObjectListing().setKey(key(path)).setKeySuffix(path.substring(under.length()));
    }

    private static String directory(String path) {
        return path.isEmpty() || path.endsWith("/") ? path : path + "/";
    }

    @Override
    public boolean directoryExists(String path) {
        return asked(() -> objects.isAny(name(directory(path))));
    }

    /**
     * What says what an object is and what it holds goes last, so that a removal which is killed can be repeated by whoever knows the object.
     *
     * @throws IllegalArgumentException for the storage root itself: no archive goes whole
     */
    @Override
    public void deletePath(String path) {
        asked(() -> {
            deleteAll(path);
            return path;
        });
    }

    void deleteAll(String path) throws IOException {
        if (path.isEmpty()) {
            throw new IllegalArgumentException("a storage root is not deleted");
        }
        String within = name(directory(path));
        List<String> names =
                objects.list(within).stream().map(S3Objects.There::name).toList();
        objects.deleteAll(names.stream().filter(name -> !tells(name, within)).toList());
        objects.deleteAll(names.stream().filter(name -> tells(name, within)).toList());
    }

    /** What lies at the object's root, or at its content's: what people stored lies deeper. */
    private static boolean tells(String name, String root) {
        return name.indexOf('/', root.length()) < 0 || name.matches(".*/v\\d+/content/[^/]+");
    }

    @Override
    public void deleteObjects(Collection<String> objectKeys) {
        asked(() -> {
            objects.deleteAll(objectKeys.stream().map(this::name).toList());
            return objectKeys;
        });
    }

    @Override
    public void safeDeleteObjects(String... objectKeys) {
        safeDeleteObjects(List.of(objectKeys));
    }

    @Override
    public void safeDeleteObjects(Collection<String> objectKeys) {
        try {
            deleteObjects(objectKeys);
        } catch (RuntimeException e) {
            LOG.warn("{} objects stay for now: {}", objectKeys.size(), e.getMessage());
        }
    }

    @Override
    public boolean bucketExists() {
        return asked(objects::bucketIsThere);
    }

    /** The bucket's client is closed by who opened it. */
    @Override
    public void close() {}
}
