package gedeon.storage.tier.archive.ocfl;

import gedeon.storage.tier.bucket.ObjectReader;
import gedeon.storage.tier.bucket.ObjectWriter;
import gedeon.storage.tier.bucket.S3Objects;
import io.ocfl.api.OcflConstants;
import io.ocfl.api.OcflObjectUpdater;
import io.ocfl.api.OcflOption;
import io.ocfl.core.storage.common.Storage;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;

/**
 * Objects of a bucket, under a name. Content goes straight to where its object will have it, however large it is, and what is put together locally has an empty file in
 * its place: so what lies there is as large as inventories are. The inventory, which makes an object of it all, goes last.
 */
final class BucketGround implements Ground {
    private static final int PIECE = 256 << 10;
    private static final String CONTENT = "v1/" + OcflConstants.DEFAULT_CONTENT_DIRECTORY + "/";

    private final S3Objects objects;
    private final int partSize;
    private final WorkFolder work;
    private final BucketClient client;
    private final BucketStorage storage;

    /** @param work a local folder, this one's own from now on */
    BucketGround(S3Objects objects, String folder, int partSize, WorkFolder work) {
        this.objects = objects;
        this.partSize = partSize;
        this.work = work;
        this.client = new BucketClient(objects, folder, partSize);
        this.storage = new BucketStorage(client);
    }

    @Override
    public Storage storage() {
        return storage;
    }

    @Override
    public Path work() throws IOException {
        return work.path();
    }

    @Override
    public void add(OcflObjectUpdater object, String root, String path, InputStream content, long length)
            throws IOException {
        String at = root + "/" + CONTENT + path;
        String digest = streamed(content, client.name(at), length);
        Path instead = Files.createTempFile(work(), "content", "");
        object.unsafeAddPath(digest, instead, path, OcflOption.MOVE_SOURCE);
        if (Files.deleteIfExists(instead)) {
            // The object has a file with this content already: that one stands for both.
            objects.delete(client.name(at));
        } else {
            storage.isThere(at);
        }
    }

    /** Returns the SHA-512 of what passed. */
    private String streamed(InputStream content, String name, long length) throws IOException {
        MessageDigest sha512 = sha512();
        byte[] piece = new byte[PIECE];
        try (ObjectWriter object = new ObjectWriter(objects, name, partSize, length, ObjectWriter.Uploads.UNTOLD)) {
            for (int n = content.read(piece); n >= 0; n = content.read(piece)) {
                sha512.update(piece, 0, n);
                object.write(piece, 0, n);
            }
            object.finish();
        }
        return HexFormat.of().formatHex(sha512.digest());
    }

    private static MessageDigest sha512() {
        try {
            return MessageDigest.getInstance("SHA-512");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A store acknowledges what is durable. */
    @Override
    public void settle(String root) {}

    @Override
    public void clear(String root) throws IOException {
        storage.forget(root);
        client.deleteAll(root);
        for (S3Objects.Open upload : objects.uploads(client.name(root + "/"))) {
            objects.abort(upload.name(), upload.upload());
        }
    }

    @Override
    public void sweep(Instant before) throws IOException {
        for (S3Objects.Open upload : objects.uploads(client.name(""))) {
            if (upload.begun().isBefore(before)) {
                objects.abort(upload.name(), upload.upload());
            }
        }
    }

    @Override
    public StoredFile file(String path) {
        return new InBucket(objects, client.name(path));
    }

    private record InBucket(S3Objects objects, String name) implements StoredFile {
        @Override
        public InputStream stream() throws IOException {
            return new ObjectReader(objects, name, objects.sizeOf(name)).stream();
        }

        @Override
        public Content open(long end) {
            ObjectReader reader = new ObjectReader(objects, name, end);
            return new Content() {
                @Override
                public void read(ByteBuffer target, long position) throws IOException {
                    reader.read(target, position);
                }

                @Override
                public long size() throws IOException {
                    return objects.sizeOf(name);
                }

                @Override
                public void close() {
                    reader.close();
                }
            };
        }
    }

    @Override
    public void close() throws IOException {
        try (work) {
            objects.close();
        }
    }
}
