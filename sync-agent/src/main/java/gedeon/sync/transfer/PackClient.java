package gedeon.sync.transfer;

import io.minio.HeadBucketArgs;
import io.minio.Http;
import io.minio.MinioAsyncClient;
import java.util.concurrent.CompletableFuture;
import okhttp3.MediaType;
import okhttp3.Response;

/** The S3 client with one request more, which is signed as all others are; over TLS its body as well. */
final class PackClient extends MinioAsyncClient {
    /** Gédéon's own sub-resource of a bucket. */
    static final String QUERY = "gedeon-pack";

    private static final MediaType TYPE = MediaType.get("application/octet-stream");

    PackClient(MinioAsyncClient client) {
        super(client);
    }

    /** The answer's body is the caller's to close. */
    CompletableFuture<Response> post(String bucket, Pack pack, Pack.Body body) {
        Http.Headers headers = new Http.Headers();
        headers.put("x-gedeon-pack-objects", Integer.toString(pack.files().size()));
        headers.put("x-gedeon-pack-bytes", Long.toString(pack.content()));
        return executePostAsync(
                HeadBucketArgs.builder().bucket(bucket).skipValidation(true).build(),
                headers,
                new Http.QueryParameters(QUERY, ""),
                new Http.Body(body.bytes, body.length, TYPE, body.sha256, null));
    }
}
