package gedeon.sync.transfer;

import io.minio.Signer;
import io.minio.errors.MinioException;
import java.io.IOException;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import okhttp3.HttpUrl;
import okhttp3.Interceptor;
import okhttp3.Request;
import okhttp3.Response;

/**
 * Signs each try of a request (AWS Signature Version 4) with the server's time, in place of the signature that the client library made with this computer's. A
 * request that was refused for its time is sent once more with the time that the refusal told; none of its body went before.
 */
final class Signing implements Interceptor {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);
    private static final long ERROR_TEXT = 4096;
    private static final String CONTENT = "X-Amz-Content-Sha256";
    static final String UNSIGNED = "UNSIGNED-PAYLOAD";

    private final String region;
    private final String accessKey;
    private final String secretKey;
    private final ServerClock clock;

    Signing(String region, String accessKey, String secretKey, ServerClock clock) {
        this.region = region;
        this.accessKey = accessKey;
        this.secretKey = secretKey;
        this.clock = clock;
    }

    @Override
    public Response intercept(Chain chain) throws IOException {
        Duration before = clock.ahead();
        Response answer = chain.proceed(signed(chain.request()));
        clock.heard(answer.header("Date"));
        if (refusedForItsTime(answer) && !clock.ahead().equals(before)) {
            answer.close();
            answer = chain.proceed(signed(chain.request()));
            clock.heard(answer.header("Date"));
        }
        return answer;
    }

    private static boolean refusedForItsTime(Response answer) throws IOException {
        return answer.code() == 403
                && answer.peekBody(ERROR_TEXT).string().contains("<Code>RequestTimeTooSkewed</Code>");
    }

    Request signed(Request request) throws IOException {
        String content = request.header(CONTENT);
        String payload = content == null ? UNSIGNED : content;
        Request bare = request.newBuilder()
                .removeHeader("Authorization")
                .header("Host", host(request.url()))
                .header(CONTENT, payload)
                .header("X-Amz-Date", TIME.format(clock.instant()))
                .build();
        try {
            return Signer.signV4S3(bare, region, accessKey, secretKey, payload);
        } catch (MinioException e) {
            throw new IOException("this Java cannot sign", e);
        }
    }

    private static String host(HttpUrl url) {
        String host = url.host().contains(":") ? "[" + url.host() + "]" : url.host();
        return url.port() == HttpUrl.defaultPort(url.scheme()) ? host : host + ":" + url.port();
    }
}
