package gedeon.sync.transfer;

import gedeon.client.Connection;
import io.minio.Http;
import io.minio.MinioAsyncClient;
import io.minio.Xml;
import io.minio.errors.ErrorResponseException;
import io.minio.errors.InvalidResponseException;
import io.minio.errors.MinioException;
import io.minio.messages.ErrorResponse;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import okhttp3.Interceptor;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;
import okhttp3.Request;
import okhttp3.Response;
import okhttp3.ResponseBody;
import org.jspecify.annotations.Nullable;

/**
 * The S3 address as this agent reaches it. Requests without a body of data go by the client library; those with one go straight, because the library would hold a
 * second copy of each. Both by the same connections, signed with the server's time, through the same proxy, trusting the same authorities.
 */
final class S3Door implements AutoCloseable {
    /** Gédéon's own sub-resource of a bucket, to which packs go. */
    static final String PACK = "gedeon-pack";

    private static final int CALLS = 16;

    private final URI server;
    private final String region;
    private final String bucket;
    private final @Nullable Connection connection;
    private final OkHttpClient http;
    private final MinioAsyncClient s3;
    private final Http.BaseUrl base;
    private volatile boolean closed;
    private volatile Interceptor watcher = chain -> chain.proceed(chain.request());

    S3Door(
            URI server,
            String region,
            String bucket,
            String accessKey,
            String secretKey,
            @Nullable Connection connection,
            ServerClock clock) {
        this.server = server;
        this.region = region;
        this.bucket = bucket;
        this.connection = connection;
        OkHttpClient.Builder builder = new OkHttpClient.Builder()
                // A connection for each body: over one for all of them they would wait for each other.
                .protocols(List.of(Protocol.HTTP_1_1))
                .connectTimeout(Duration.ofSeconds(10))
                .readTimeout(Duration.ofMinutes(5))
                .writeTimeout(Duration.ofMinutes(5))
                .addInterceptor(new Signing(region, accessKey, secretKey, clock))
                // Asked before the body goes: a full quota or a revoked key costs no bytes. Not signed: servers in
                // front may take it off.
                .addNetworkInterceptor(this::onTheWire)
                .addNetworkInterceptor(chain -> watcher.intercept(chain));
        if (connection != null) {
            builder.sslSocketFactory(connection.tls().getSocketFactory(), connection.trust())
                    .proxySelector(connection.proxies())
                    .proxyAuthenticator((route, answer) -> authorized(answer));
        }
        this.http = builder.build();
        http.dispatcher().setMaxRequestsPerHost(CALLS);
        this.s3 = MinioAsyncClient.builder()
                .endpoint(server.toString())
                .region(region)
                .credentials(accessKey, secretKey)
                .httpClient(http)
                .build();
        this.base = new Http.BaseUrl(server.toString());
    }

    private Response onTheWire(Interceptor.Chain chain) throws IOException {
        Request request = chain.request();
        Request.Builder changed = request.newBuilder();
        okhttp3.RequestBody body = request.body();
        boolean carries = request.method().equals("PUT")
                || request.url().queryParameterNames().contains(PACK);
        if (carries && body != null && body.contentLength() != 0) {
            changed.header("Expect", "100-continue");
        }
        if (!request.isHttps()) {
            // Inside a tunnel the proxy does not hear it, and the server must not.
            authorization(request).ifPresent(secret -> changed.header("Proxy-Authorization", secret));
        }
        return chain.proceed(changed.build());
    }

    /** To a proxy that opens a tunnel, or that asks all the same: once. */
    private @Nullable Request authorized(Response asked) {
        Request request = asked.request();
        return request.header("Proxy-Authorization") != null
                ? null
                : authorization(request)
                        .map(secret -> request.newBuilder()
                                .header("Proxy-Authorization", secret)
                                .build())
                        .orElse(null);
    }

    private Optional<String> authorization(Request request) {
        return connection == null
                ? Optional.empty()
                : connection.proxyAuthorization(request.url().uri());
    }

    /** This one sees each request as it goes over the wire. */
    void watch(Interceptor whom) {
        watcher = whom;
    }

    MinioAsyncClient s3() {
        return s3;
    }

    String bucket() {
        return bucket;
    }

    URI server() {
        return server;
    }

    @Nullable Connection connection() {
        return connection;
    }

    /**
     * PUTs bytes under a key and returns the headers of the answer.
     *
     * @throws ErrorResponseException what the server refused
     * @throws MinioException around what happened to the connection, or around what the payload threw
     */
    okhttp3.Headers put(String key, Http.QueryParameters query, Http.Headers headers, Payload payload)
            throws MinioException {
        if (closed) {
            throw new MinioException(new InterruptedIOException("told to stop"));
        }
        Request request = new Request.Builder()
                .url(base.buildUrl(Http.Method.PUT, bucket, key, region, query))
                .headers(headers.toHttpHeaders())
                .header("Accept-Encoding", "identity")
                .header("User-Agent", "gedeon-agent")
                .put(payload)
                .build();
        try (Response answer = http.newCall(request).execute()) {
            if (!answer.isSuccessful()) {
                throw refusal(answer, key);
            }
            return answer.headers();
        } catch (IOException e) {
            throw new MinioException(e);
        }
    }

    /** POSTs bytes to the bucket; the answer is the caller's to close. Throws as {@link #put} does. */
    Response post(Http.QueryParameters query, Http.Headers headers, Payload payload) throws MinioException {
        if (closed) {
            throw new MinioException(new InterruptedIOException("told to stop"));
        }
        Request request = new Request.Builder()
                .url(base.buildUrl(Http.Method.POST, bucket, null, region, query))
                .headers(headers.toHttpHeaders())
                .header("Accept-Encoding", "identity")
                .header("User-Agent", "gedeon-agent")
                .post(payload)
                .build();
        try {
            Response answer = http.newCall(request).execute();
            if (answer.isSuccessful()) {
                return answer;
            }
            try (answer) {
                throw refusal(answer, null);
            }
        } catch (IOException e) {
            throw new MinioException(e);
        }
    }

    private MinioException refusal(Response answer, @Nullable String key) throws IOException, MinioException {
        ResponseBody body = answer.body();
        String text = body.string();
        String type = answer.header("Content-Type", "");
        if (type == null || !type.startsWith("application/xml") || text.isBlank()) {
            String said = text.length() > 1024 ? text.substring(0, 1024) : text;
            return new InvalidResponseException(answer.code(), String.valueOf(type), said, key);
        }
        return new ErrorResponseException(Xml.unmarshal(ErrorResponse.class, text), answer, key);
    }

    static <T> T await(CompletableFuture<T> answer) throws MinioException {
        try {
            return answer.get();
        } catch (InterruptedException e) {
            answer.cancel(true);
            Thread.currentThread().interrupt();
            throw new MinioException(new InterruptedIOException("told to stop"));
        } catch (ExecutionException e) {
            for (Throwable cause = e; cause != null; cause = cause.getCause()) {
                if (cause instanceof MinioException known) {
                    throw known;
                }
            }
            throw new MinioException(e.getCause() == null ? e : e.getCause());
        }
    }

    /** Cuts what is under way, and sends nothing more. */
    @Override
    public void close() {
        closed = true;
        http.dispatcher().cancelAll();
        http.dispatcher().executorService().shutdown();
        http.connectionPool().evictAll();
    }
}
