package gedeon.sync.transfer;

import gedeon.kernel.Digest;
import gedeon.kernel.DigestAlgorithm;
import gedeon.sync.journal.OpenUpload;
import gedeon.sync.journal.StoredFile;
import gedeon.sync.scan.FoundFile;
import io.minio.AbortMultipartUploadArgs;
import io.minio.CompleteMultipartUploadArgs;
import io.minio.CreateMultipartUploadArgs;
import io.minio.Http;
import io.minio.ListPartsArgs;
import io.minio.MinioAsyncClient;
import io.minio.ObjectWriteResponse;
import io.minio.PutObjectAPIArgs;
import io.minio.UploadPartArgs;
import io.minio.errors.ErrorResponseException;
import io.minio.errors.MinioException;
import io.minio.messages.ListPartsResult;
import io.minio.messages.Part;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import okhttp3.Interceptor;
import okhttp3.OkHttpClient;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/**
 * The bucket by the S3 protocol. Sends only PutObject, CreateMultipartUpload, UploadPart, ListParts, CompleteMultipartUpload and
 * AbortMultipartUpload: an agent's key may do no more. Holds one part in memory for each file under way.
 */
public final class S3Transport implements Transport, AutoCloseable {
    /** From here on in parts of this size; larger where a file would need more than 10,000 parts. */
    static final long PART = 16L << 20;

    private static final int MOST_PARTS = 10_000;

    private final MinioAsyncClient s3;
    private final OkHttpClient http;
    private final String bucket;
    private final long partSize;

    public S3Transport(URI server, String region, String bucket, String accessKey, String secretKey) {
        this(server, region, bucket, accessKey, secretKey, PART);
    }

    S3Transport(URI server, String region, String bucket, String accessKey, String secretKey, long partSize) {
        this.http = new OkHttpClient.Builder()
                .connectTimeout(Duration.ofSeconds(10))
                .readTimeout(Duration.ofMinutes(5))
                .writeTimeout(Duration.ofMinutes(5))
                // Asked before the body goes: a full quota or a revoked key costs no bytes.
                .addNetworkInterceptor(S3Transport::askFirst)
                .build();
        this.s3 = MinioAsyncClient.builder()
                .endpoint(server.toString())
                .region(region)
                .credentials(accessKey, secretKey)
                .httpClient(http)
                .build();
        this.bucket = bucket;
        this.partSize = partSize;
    }

    private static Response askFirst(Interceptor.Chain chain) throws IOException {
        okhttp3.RequestBody body = chain.request().body();
        if (!chain.request().method().equals("PUT") || body == null || body.contentLength() == 0) {
            return chain.proceed(chain.request());
        }
        return chain.proceed(
                chain.request().newBuilder().header("Expect", "100-continue").build());
    }

    @Override
    public Sent send(FoundFile file, String key, @Nullable OpenUpload unfinished, UploadLog log) {
        try {
            return new Sent.Stored(
                    file.state().size() < partSize ? whole(file, key) : inParts(file, key, unfinished, log));
        } catch (ObservedFile.Changed e) {
            return new Sent.Moved(String.valueOf(e.getMessage()));
        } catch (IOException e) {
            return new Sent.Failed(file.file() + " cannot be read: " + e);
        } catch (MinioException e) {
            return Refusals.of(file, e);
        }
    }

    private StoredFile whole(FoundFile file, String key) throws IOException, MinioException {
        int size = (int) file.state().size();
        byte[] bytes = new byte[size];
        new ObservedFile(file).read(0, bytes, size);
        byte[] sha256 = sha256().digest(bytes);
        Http.Headers headers = about(file);
        headers.put(Http.Headers.X_AMZ_CONTENT_SHA256, HexFormat.of().formatHex(sha256));
        ObjectWriteResponse answer = await(s3.putObject(PutObjectAPIArgs.builder()
                .bucket(bucket)
                .object(key)
                .skipValidation(true)
                .data(bytes, size)
                .headers(headers)
                .build()));
        return stored(file, key, answer.versionId(), sha256);
    }

    private StoredFile inParts(FoundFile file, String key, @Nullable OpenUpload unfinished, UploadLog log)
            throws IOException, MinioException {
        OpenUpload upload = unfinished;
        Map<Integer, Part> there = new HashMap<>();
        if (upload != null && upload.key().equals(key) && file.state().sameContent(upload.size(), upload.modified())) {
            try {
                there = partsOf(upload);
            } catch (ErrorResponseException e) {
                if (!e.errorResponse().code().equals("NoSuchUpload")) {
                    throw e;
                }
                Optional<StoredFile> done = completed(file, upload);
                if (done.isPresent()) {
                    return done.get();
                }
                log.dropped(file.path());
                upload = null;
            }
        } else if (upload != null) {
            abort(upload);
            log.dropped(file.path());
            upload = null;
        }
        if (upload == null) {
            upload = open(file, key);
            log.opened(upload);
        }
        try {
            return sendParts(file, upload, there);
        } catch (ObservedFile.Changed e) {
            abort(upload);
            log.dropped(file.path());
            throw e;
        }
    }

    /**
     * An upload that the server lists no more may have been completed just before the answer, or this agent, was lost. The same completion again is answered with
     * the version that it made, and nothing is sent twice. Empty: it is gone.
     */
    private Optional<StoredFile> completed(FoundFile file, OpenUpload upload) throws IOException, MinioException {
        ObservedFile source = new ObservedFile(file);
        MessageDigest whole = sha256();
        int count = (int) ((upload.size() + upload.partSize() - 1) / upload.partSize());
        Part[] parts = new Part[count];
        byte[] bytes = new byte[(int) Math.min(upload.partSize(), upload.size())];
        for (int i = 0; i < count; i++) {
            long offset = i * upload.partSize();
            int length = (int) Math.min(upload.partSize(), upload.size() - offset);
            source.read(offset, bytes, length);
            whole.update(bytes, 0, length);
            MessageDigest md5 = md5();
            md5.update(bytes, 0, length);
            parts[i] = new Part(i + 1, HexFormat.of().formatHex(md5.digest()));
        }
        source.check();
        try {
            return Optional.of(stored(file, upload.key(), complete(upload, parts), whole.digest()));
        } catch (ErrorResponseException e) {
            if (!e.errorResponse().code().equals("NoSuchUpload")) {
                throw e;
            }
            return Optional.empty();
        }
    }

    private @Nullable String complete(OpenUpload upload, Part[] parts) throws MinioException {
        return await(s3.completeMultipartUpload(CompleteMultipartUploadArgs.builder()
                        .bucket(bucket)
                        .object(upload.key())
                        .skipValidation(true)
                        .uploadId(upload.uploadId())
                        .parts(parts)
                        .build()))
                .versionId();
    }

    private OpenUpload open(FoundFile file, String key) throws MinioException {
        long size = file.state().size();
        long length = Math.max(partSize, (size + MOST_PARTS - 1) / MOST_PARTS);
        String id = await(s3.createMultipartUpload(CreateMultipartUploadArgs.builder()
                        .bucket(bucket)
                        .object(key)
                        .skipValidation(true)
                        .headers(about(file))
                        .build()))
                .result()
                .uploadId();
        return new OpenUpload(file.path(), key, id, length, size, file.state().modified());
    }

    private StoredFile sendParts(FoundFile file, OpenUpload upload, Map<Integer, Part> there)
            throws IOException, MinioException {
        ObservedFile source = new ObservedFile(file);
        MessageDigest whole = sha256();
        int count = (int) ((upload.size() + upload.partSize() - 1) / upload.partSize());
        Part[] parts = new Part[count];
        byte[] bytes = new byte[(int) Math.min(upload.partSize(), upload.size())];
        for (int i = 0; i < count; i++) {
            long offset = i * upload.partSize();
            int length = (int) Math.min(upload.partSize(), upload.size() - offset);
            source.read(offset, bytes, length);
            whole.update(bytes, 0, length);
            MessageDigest md5 = md5();
            md5.update(bytes, 0, length);
            byte[] sum = md5.digest();
            Part known = there.get(i + 1);
            // What the server already holds of this content is not sent again; its ETag is the part's MD5.
            parts[i] = known != null
                            && known.partSize() == length
                            && bare(known.etag()).equals(HexFormat.of().formatHex(sum))
                    ? new Part(i + 1, bare(known.etag()))
                    : sendPart(upload, i + 1, bytes, length, sum);
        }
        source.check();
        return stored(file, upload.key(), complete(upload, parts), whole.digest());
    }

    private Part sendPart(OpenUpload upload, int number, byte[] bytes, int length, byte[] md5) throws MinioException {
        MessageDigest sha256 = sha256();
        sha256.update(bytes, 0, length);
        Http.Headers headers = new Http.Headers();
        headers.put(Http.Headers.CONTENT_MD5, Base64.getEncoder().encodeToString(md5));
        headers.put(Http.Headers.X_AMZ_CONTENT_SHA256, HexFormat.of().formatHex(sha256.digest()));
        Part part = await(s3.uploadPart(UploadPartArgs.builder()
                        .bucket(bucket)
                        .object(upload.key())
                        .skipValidation(true)
                        .uploadId(upload.uploadId())
                        .partNumber(number)
                        .data(bytes, length)
                        .headers(headers)
                        .build()))
                .part();
        return new Part(number, bare(part.etag()));
    }

    private Map<Integer, Part> partsOf(OpenUpload upload) throws MinioException {
        Map<Integer, Part> parts = new HashMap<>();
        Integer marker = null;
        do {
            ListPartsArgs.Builder asked = ListPartsArgs.builder()
                    .bucket(bucket)
                    .object(upload.key())
                    .skipValidation(true)
                    .uploadId(upload.uploadId());
            if (marker != null) {
                asked.partNumberMarker(marker);
            }
            ListPartsResult page = await(s3.listParts(asked.build())).result();
            page.parts().forEach(part -> parts.put(part.partNumber(), part));
            marker = page.isTruncated() ? page.nextPartNumberMarker() : null;
        } while (marker != null);
        return parts;
    }

    /** Gives the room back at once; if it fails, the server's sweep of old uploads does. */
    private void abort(OpenUpload upload) {
        try {
            await(s3.abortMultipartUpload(AbortMultipartUploadArgs.builder()
                    .bucket(bucket)
                    .object(upload.key())
                    .skipValidation(true)
                    .uploadId(upload.uploadId())
                    .build()));
        } catch (MinioException e) {
            System.getLogger(S3Transport.class.getName())
                    .log(
                            System.Logger.Level.DEBUG,
                            "an abandoned upload of " + upload.key() + " stays for the server's sweep",
                            e);
        }
    }

    /** What goes along: the time in rclone's form, and the path with its bytes kept. */
    private static Http.Headers about(FoundFile file) {
        Instant modified = file.state().modified();
        BigDecimal seconds =
                BigDecimal.valueOf(modified.getEpochSecond()).add(BigDecimal.valueOf(modified.getNano(), 9));
        Http.Headers headers = new Http.Headers();
        headers.put("x-amz-meta-mtime", seconds.toPlainString());
        headers.put(
                "x-amz-meta-path",
                URLEncoder.encode(file.path(), StandardCharsets.UTF_8)
                        .replace("+", "%20")
                        .replace("%2F", "/"));
        headers.put(Http.Headers.CONTENT_TYPE, "application/octet-stream");
        return headers;
    }

    private static StoredFile stored(FoundFile file, String key, @Nullable String version, byte[] sha256) {
        return new StoredFile(
                file.path(),
                key,
                version,
                file.state().size(),
                Digest.of(DigestAlgorithm.SHA256, sha256).hex(),
                file.state().modified());
    }

    private static <T> T await(CompletableFuture<T> answer) throws MinioException {
        try {
            return answer.get();
        } catch (InterruptedException e) {
            answer.cancel(true);
            Thread.currentThread().interrupt();
            throw new MinioException(e);
        } catch (ExecutionException e) {
            for (Throwable cause = e; cause != null; cause = cause.getCause()) {
                if (cause instanceof MinioException known) {
                    throw known;
                }
            }
            throw new MinioException(e.getCause() == null ? e : e.getCause());
        }
    }

    private static String bare(String etag) {
        return etag.replace("\"", "");
    }

    private static MessageDigest sha256() {
        return digest("SHA-256");
    }

    private static MessageDigest md5() {
        return digest("MD5");
    }

    private static MessageDigest digest(String name) {
        try {
            return MessageDigest.getInstance(name);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has " + name, e);
        }
    }

    @Override
    public void close() {
        http.dispatcher().executorService().shutdown();
        http.connectionPool().evictAll();
    }
}
