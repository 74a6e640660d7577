package gedeon.storage.tier.bucket;

import gedeon.storage.tier.TierBroken;
import io.minio.AbortMultipartUploadArgs;
import io.minio.BucketExistsArgs;
import io.minio.CompleteMultipartUploadArgs;
import io.minio.CopyObjectArgs;
import io.minio.CreateMultipartUploadArgs;
import io.minio.DeleteObjectsArgs;
import io.minio.GetBucketVersioningArgs;
import io.minio.GetObjectArgs;
import io.minio.Http;
import io.minio.ListMultipartUploadsArgs;
import io.minio.ListObjectsV2Args;
import io.minio.MinioAsyncClient;
import io.minio.PutObjectAPIArgs;
import io.minio.RemoveObjectArgs;
import io.minio.SourceObject;
import io.minio.StatObjectArgs;
import io.minio.StatObjectResponse;
import io.minio.UploadPartArgs;
import io.minio.messages.DeleteRequest;
import io.minio.messages.DeleteResult;
import io.minio.messages.Item;
import io.minio.messages.ListBucketResultV2;
import io.minio.messages.ListMultipartUploadsResult;
import io.minio.messages.ListObjectsResult;
import io.minio.messages.Part;
import io.minio.messages.VersioningConfiguration;
import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import okhttp3.Dispatcher;
import okhttp3.OkHttpClient;
import org.jspecify.annotations.Nullable;

/** Objects of one bucket under one prefix. What is written is compared on the far side with its MD5, and the answer with it here. */
public final class S3Objects implements AutoCloseable {
    private static final Duration TO_CONNECT = Duration.ofSeconds(10);
    private static final Duration TO_ANSWER = Duration.ofSeconds(60);
    private static final int CONNECTIONS = 64;
    private static final int LISTED_AT_ONCE = 1000;
    private static final int DELETED_AT_ONCE = 1000;

    private final BucketSettings settings;
    private final MinioAsyncClient client;
    private final OkHttpClient http;
    private final Far far;

    public S3Objects(BucketSettings settings, Credentials credentials) {
        this.settings = settings;
        Dispatcher dispatcher = new Dispatcher();
        dispatcher.setMaxRequests(CONNECTIONS);
        dispatcher.setMaxRequestsPerHost(CONNECTIONS);
        this.http = new OkHttpClient.Builder()
                .dispatcher(dispatcher)
                .connectTimeout(TO_CONNECT.toMillis(), TimeUnit.MILLISECONDS)
                .writeTimeout(TO_ANSWER.toMillis(), TimeUnit.MILLISECONDS)
                .readTimeout(TO_ANSWER.toMillis(), TimeUnit.MILLISECONDS)
                .retryOnConnectionFailure(false)
                .build();
        this.client = MinioAsyncClient.builder()
                .endpoint(settings.endpoint())
                .region(settings.region())
                .credentials(credentials.accessKey(), credentials.secretKey())
                .httpClient(http)
                .build();
        this.far = new Far("the S3 tier at " + settings.endpoint() + "/" + settings.bucket());
    }

    Far far() {
        return far;
    }

    /** The object's size; empty where there is none. */
    public OptionalLong size(String name) throws IOException {
        try {
            return OptionalLong.of(stat(name).size());
        } catch (NoSuchFileException e) {
            return OptionalLong.empty();
        }
    }

    /** @throws NoSuchFileException where there is none */
    public long sizeOf(String name) throws IOException {
        return stat(name).size();
    }

    /**
     * Writes an object of {@code length} bytes at once.
     *
     * @throws FileAlreadyExistsException where there is another of that name
     */
    public void put(String name, byte[] bytes, int length) throws IOException {
        byte[] md5 = md5(bytes, length);
        String etag;
        try {
            etag = far.ask(
                            name,
                            () -> client.putObject(PutObjectAPIArgs.builder()
                                    .bucket(settings.bucket())
                                    .object(settings.name(name))
                                    .data(bytes, length)
                                    .headers(new Http.Headers(Map.of(
                                            "Content-MD5",
                                            Base64.getEncoder().encodeToString(md5),
                                            "If-None-Match",
                                            "*")))
                                    .build()))
                    .etag();
        } catch (FileAlreadyExistsException e) {
            if (!isSame(name, bytes, length)) {
                throw e;
            }
            // Our own, of an attempt whose answer was lost.
            return;
        }
        requireSame(name, md5, etag);
    }

    private boolean isSame(String name, byte[] bytes, int length) throws IOException {
        if (stat(name).size() != length) {
            return false;
        }
        try (InputStream there = get(name, 0, length)) {
            return Arrays.equals(there.readNBytes(length), 0, length, bytes, 0, length);
        }
    }

    private void requireSame(String name, byte[] md5, String etag) throws IOException {
        String plain = etag == null ? "" : etag.replace("\"", "");
        // Where the far side encrypts, its ETag is none of the bytes; it compared the MD5 that was sent all the same.
        if (plain.length() == 32 && !plain.equals(HexFormat.of().formatHex(md5)) && !encrypts(name)) {
            throw new IOException("the far side stored other bytes of " + name + " than were sent");
        }
    }

    private boolean encrypts(String name) throws IOException {
        return stat(name).headers().get("x-amz-server-side-encryption") != null;
    }

    private StatObjectResponse stat(String name) throws IOException {
        return far.ask(
                name,
                () -> client.statObject(StatObjectArgs.builder()
                        .bucket(settings.bucket())
                        .object(settings.name(name))
                        .build()));
    }

    /** Bytes {@code [from, from + length)}; the caller closes, and goes on by another call where it breaks. */
    public InputStream get(String name, long from, long length) throws IOException {
        return far.ask(
                name,
                () -> client.getObject(GetObjectArgs.builder()
                                .bucket(settings.bucket())
                                .object(settings.name(name))
                                .offset(from)
                                .length(length)
                                .build())
                        .thenApply(InputStream.class::cast));
    }

    /** Absent: does nothing. */
    public void delete(String name) throws IOException {
        try {
            far.ask(
                    name,
                    () -> client.removeObject(RemoveObjectArgs.builder()
                            .bucket(settings.bucket())
                            .object(settings.name(name))
                            .build()));
        } catch (NoSuchFileException e) {
            // It is gone: what was wanted.
            return;
        }
    }

    /** Absent: does nothing. Killed in between, those that stood first are gone. */
    public void deleteAll(Collection<String> names) throws IOException {
        List<String> all = List.copyOf(names);
        for (int from = 0; from < all.size(); from += DELETED_AT_ONCE) {
            List<DeleteRequest.Object> some = all.subList(from, Math.min(all.size(), from + DELETED_AT_ONCE)).stream()
                    .map(name -> new DeleteRequest.Object(settings.name(name)))
                    .toList();
            List<DeleteResult.Error> left = far.ask(
                            all.get(from),
                            () -> client.deleteObjects(DeleteObjectsArgs.builder()
                                    .bucket(settings.bucket())
                                    .objects(some)
                                    .quiet(true)
                                    .build()))
                    .result()
                    .errors();
            for (DeleteResult.Error one : left) {
                if (!"NoSuchKey".equals(one.code())) {
                    throw new IOException(one.objectName() + " was not deleted: " + one.code());
                }
            }
        }
    }

    /** Copies on the far side, and removes the first once the second has its size. */
    public void move(String from, String to) throws IOException {
        far.ask(
                from,
                () -> client.copyObject(CopyObjectArgs.builder()
                        .bucket(settings.bucket())
                        .object(settings.name(to))
                        .source(SourceObject.builder()
                                .bucket(settings.bucket())
                                .object(settings.name(from))
                                .build())
                        .build()));
        if (!size(to).equals(size(from))) {
            throw new IOException(from + " was not copied whole to " + to);
        }
        delete(from);
    }

    String begin(String name) throws IOException {
        return far.ask(
                        name,
                        () -> client.createMultipartUpload(CreateMultipartUploadArgs.builder()
                                .bucket(settings.bucket())
                                .object(settings.name(name))
                                .build()))
                .result()
                .uploadId();
    }

    Part part(String name, String upload, int number, byte[] bytes, int length) throws IOException {
        byte[] md5 = md5(bytes, length);
        Part part = far.ask(
                        name,
                        () -> client.uploadPart(UploadPartArgs.builder()
                                .bucket(settings.bucket())
                                .object(settings.name(name))
                                .uploadId(upload)
                                .partNumber(number)
                                .data(bytes, length)
                                .headers(new Http.Headers(Map.of(
                                        "Content-MD5", Base64.getEncoder().encodeToString(md5))))
                                .build()))
                .part();
        return new Part(number, part.etag());
    }

    /** @param md5 of the first {@code length} bytes of the file, which are the part */
    Part part(String name, String upload, int number, RandomAccessFile file, long length, byte[] md5)
            throws IOException {
        Part part = far.ask(name, () -> {
                    file.seek(0);
                    return client.uploadPart(UploadPartArgs.builder()
                            .bucket(settings.bucket())
                            .object(settings.name(name))
                            .uploadId(upload)
                            .partNumber(number)
                            .file(file, length)
                            .headers(new Http.Headers(
                                    Map.of("Content-MD5", Base64.getEncoder().encodeToString(md5))))
                            .build());
                })
                .part();
        return new Part(number, part.etag());
    }

    void complete(String name, String upload, List<Part> parts) throws IOException {
        far.ask(
                name,
                () -> client.completeMultipartUpload(CompleteMultipartUploadArgs.builder()
                        .bucket(settings.bucket())
                        .object(settings.name(name))
                        .uploadId(upload)
                        .parts(parts.toArray(new Part[0]))
                        .build()));
    }

    /** Absent: does nothing. */
    public void abort(String name, String upload) throws IOException {
        try {
            far.ask(
                    name,
                    () -> client.abortMultipartUpload(AbortMultipartUploadArgs.builder()
                            .bucket(settings.bucket())
                            .object(settings.name(name))
                            .uploadId(upload)
                            .build()));
        } catch (NoSuchFileException e) {
            // It is gone: what was wanted.
            return;
        }
    }

    /** An upload that is open there. */
    public record Open(String name, String upload, Instant begun) {}

    public List<Open> uploads(String under) throws IOException {
        List<Open> open = new ArrayList<>();
        String[] after = {null, null};
        while (true) {
            ListMultipartUploadsResult page = far.ask(
                            under,
                            () -> client.listMultipartUploads(ListMultipartUploadsArgs.builder()
                                    .bucket(settings.bucket())
                                    .prefix(settings.name(under))
                                    .keyMarker(after[0])
                                    .uploadIdMarker(after[1])
                                    .build()))
                    .result();
            for (ListMultipartUploadsResult.Upload one : page.uploads()) {
                open.add(new Open(
                        plainName(one.objectName()),
                        one.uploadId(),
                        one.initiated().toInstant()));
            }
            if (!page.isTruncated()) {
                return open;
            }
            after[0] = page.nextKeyMarker();
            after[1] = page.nextUploadIdMarker();
        }
    }

    private String plainName(String whole) {
        return settings.prefix().isEmpty()
                ? whole
                : whole.substring(settings.prefix().length() + 1);
    }

    /** An object that is there. */
    public record There(String name, long size, Instant changed) {}

    /** All objects whose names begin so, in the order of their names. */
    public List<There> list(String under) throws IOException {
        List<There> found = new ArrayList<>();
        each(
                under,
                null,
                item -> found.add(new There(
                        plainName(item.objectName()),
                        item.size(),
                        item.lastModified().toInstant())));
        return found;
    }

    /**
     * What is directly under a name.
     *
     * @param folders what objects' names have in common up to their next slash, with it
     */
    public record Folder(List<String> objects, List<String> folders) {}

    /** @param under ends in a slash, or is empty */
    public Folder folder(String under) throws IOException {
        Folder folder = new Folder(new ArrayList<>(), new ArrayList<>());
        each(
                under,
                "/",
                item -> (item.isDir() ? folder.folders() : folder.objects()).add(plainName(item.objectName())));
        return folder;
    }

    /** Whether any object's name begins so. */
    public boolean isAny(String under) throws IOException {
        return !page(under, null, 1, null).contents().isEmpty();
    }

    private void each(String under, @Nullable String delimiter, Consumer<Item> visitor) throws IOException {
        String after = null;
        ListBucketResultV2 page;
        do {
            page = page(under, delimiter, LISTED_AT_ONCE, after);
            for (Item item : page.contents()) {
                item.setEncodingType(page.encodingType());
                visitor.accept(item);
            }
            for (ListObjectsResult.Prefix prefix : page.commonPrefixes()) {
                Item item = prefix.toItem();
                item.setEncodingType(page.encodingType());
                visitor.accept(item);
            }
            after = page.nextContinuationToken();
        } while (page.isTruncated());
    }

    private ListBucketResultV2 page(String under, @Nullable String delimiter, int most, @Nullable String after)
            throws IOException {
        return far.ask(
                        under,
                        () -> client.listObjectsV2(ListObjectsV2Args.builder()
                                .bucket(settings.bucket())
                                .prefix(settings.name(under))
                                .delimiter(delimiter)
                                .encodingType("url")
                                .maxKeys(most)
                                .continuationToken(after)
                                .build()))
                .result();
    }

    /** Whether the bucket is there. @throws gedeon.storage.tier.TierOffline where nobody says */
    public boolean bucketIsThere() throws IOException {
        return far.ask(
                settings.bucket(),
                () -> client.bucketExists(
                        BucketExistsArgs.builder().bucket(settings.bucket()).build()));
    }

    /** Whether what is deleted there stays as an old version. Not where the store knows no versions, or does not let us ask. */
    boolean keepsVersions() throws IOException {
        try {
            return far.ask(
                                    settings.bucket(),
                                    () -> client.getBucketVersioning(GetBucketVersioningArgs.builder()
                                            .bucket(settings.bucket())
                                            .build()))
                            .status()
                    == VersioningConfiguration.Status.ENABLED;
        } catch (TierBroken e) {
            return false;
        }
    }

    private static byte[] md5(byte[] bytes, int length) {
        MessageDigest md5 = md5();
        md5.update(bytes, 0, length);
        return md5.digest();
    }

    static MessageDigest md5() {
        try {
            return MessageDigest.getInstance("MD5");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        client.close();
        http.dispatcher().executorService().shutdown();
        http.connectionPool().evictAll();
    }
}
