package gedeon.storage.tier.s3;

import io.minio.AbortMultipartUploadArgs;
import io.minio.CompleteMultipartUploadArgs;
import io.minio.CopyObjectArgs;
import io.minio.CreateMultipartUploadArgs;
import io.minio.GetObjectArgs;
import io.minio.Http;
import io.minio.ListMultipartUploadsArgs;
import io.minio.ListObjectsArgs;
import io.minio.MinioAsyncClient;
import io.minio.PutObjectAPIArgs;
import io.minio.RemoveObjectArgs;
import io.minio.Result;
import io.minio.SourceObject;
import io.minio.StatObjectArgs;
import io.minio.StatObjectResponse;
import io.minio.UploadPartArgs;
import io.minio.errors.MinioException;
import io.minio.messages.Item;
import io.minio.messages.ListMultipartUploadsResult;
import io.minio.messages.Part;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import okhttp3.Dispatcher;
import okhttp3.OkHttpClient;

/** Objects of one bucket under one prefix. What is written is compared on the far side with its MD5, and the answer with it here. */
final class S3Objects implements AutoCloseable {
    private static final Duration TO_CONNECT = Duration.ofSeconds(10);
    private static final Duration TO_ANSWER = Duration.ofSeconds(60);
    private static final int CONNECTIONS = 64;

    private final S3TierSettings settings;
    private final MinioAsyncClient client;
    private final OkHttpClient http;
    private final Far far;

    S3Objects(S3TierSettings settings, Credentials credentials) {
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
    OptionalLong size(String name) throws IOException {
        try {
            return OptionalLong.of(stat(name).size());
        } catch (NoSuchFileException e) {
            return OptionalLong.empty();
        }
    }

    /** @throws NoSuchFileException where there is none */
    long sizeOf(String name) throws IOException {
        return stat(name).size();
    }

    /**
     * Writes an object of {@code length} bytes at once.
     *
     * @throws FileAlreadyExistsException where there is another of that name
     */
    void put(String name, byte[] bytes, int length) throws IOException {
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
    InputStream get(String name, long from, long length) throws IOException {
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
    void delete(String name) throws IOException {
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

    /** Copies on the far side, and removes the first once the second has its size. */
    void move(String from, String to) throws IOException {
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
    void abort(String name, String upload) throws IOException {
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
    record Open(String name, String upload, Instant begun) {}

    List<Open> uploads(String under) throws IOException {
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
    record There(String name, long size, Instant changed) {}

    List<There> list(String under) throws IOException {
        List<There> found = new ArrayList<>();
        try {
            for (Result<Item> one : client.listObjects(ListObjectsArgs.builder()
                    .bucket(settings.bucket())
                    .prefix(settings.name(under))
                    .recursive(true)
                    .build())) {
                Item item = one.get();
                found.add(new There(
                        plainName(item.objectName()),
                        item.size(),
                        item.lastModified().toInstant()));
            }
        } catch (MinioException e) {
            // Once more by the way that names failures; a listing that failed is begun anew by its caller.
            far.ask(under, () -> {
                throw e;
            });
        }
        return found;
    }

    private static byte[] md5(byte[] bytes, int length) {
        try {
            MessageDigest md5 = MessageDigest.getInstance("MD5");
            md5.update(bytes, 0, length);
            return md5.digest();
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
