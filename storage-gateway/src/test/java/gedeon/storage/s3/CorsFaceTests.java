package gedeon.storage.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** A page of another site that reads and writes a bucket: what its browser asks and is told. */
class CorsFaceTests {
    private final HttpClient browser = HttpClient.newHttpClient();
    private RunningS3 running;
    private S3Client s3;

    @BeforeEach
    void start() throws IOException {
        running = new RunningS3();
        s3 = running.client(running.owner);
        s3.createBucket(b -> b.bucket("data"));
    }

    @AfterEach
    void stop() throws IOException {
        s3.close();
        running.close();
    }

    private void allow() {
        s3.putBucketCors(b -> b.bucket("data")
                .corsConfiguration(c -> c.corsRules(r -> r.allowedOrigins("https://*.univ.fr")
                        .allowedMethods("GET", "PUT")
                        .allowedHeaders("content-type", "x-amz-*")
                        .exposeHeaders("ETag")
                        .maxAgeSeconds(60))));
    }

    private HttpResponse<String> send(String method, URI address, String... headers) throws Exception {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(address).method(method, HttpRequest.BodyPublishers.noBody());
        if (headers.length > 0) {
            request.headers(headers);
        }
        return browser.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private HttpResponse<String> preflight(String origin, String method, String headers) throws Exception {
        return send(
                "OPTIONS",
                running.address().resolve("/data/key"),
                "Origin",
                origin,
                "Access-Control-Request-Method",
                method,
                "Access-Control-Request-Headers",
                headers);
    }

    private static String told(HttpResponse<String> answer, String header) {
        return answer.headers().firstValue(header).orElse("");
    }

    @Test
    void rulesAreKeptShownAndTakenAway() {
        assertThatThrownBy(() -> s3.getBucketCors(b -> b.bucket("data")))
                .isInstanceOfSatisfying(
                        S3Exception.class,
                        e -> assertThat(e.awsErrorDetails().errorCode()).isEqualTo("NoSuchCORSConfiguration"));
        allow();
        var rule = s3.getBucketCors(b -> b.bucket("data")).corsRules().getFirst();
        assertThat(rule.allowedOrigins()).containsExactly("https://*.univ.fr");
        assertThat(rule.allowedMethods()).containsExactly("GET", "PUT");
        assertThat(rule.maxAgeSeconds()).isEqualTo(60);
        s3.deleteBucketCors(b -> b.bucket("data"));
        assertThatThrownBy(() -> s3.getBucketCors(b -> b.bucket("data"))).isInstanceOf(S3Exception.class);
    }

    @Test
    void aBrowsersQuestionIsAnsweredWithoutASignature() throws Exception {
        allow();
        HttpResponse<String> yes = preflight("https://lab.univ.fr", "PUT", "Content-Type, x-amz-meta-run");
        assertThat(yes.statusCode()).isEqualTo(200);
        assertThat(told(yes, "access-control-allow-origin")).isEqualTo("https://lab.univ.fr");
        assertThat(told(yes, "access-control-allow-methods")).isEqualTo("GET, PUT");
        assertThat(told(yes, "access-control-allow-headers")).isEqualTo("Content-Type, x-amz-meta-run");
        assertThat(told(yes, "access-control-max-age")).isEqualTo("60");
        assertThat(told(yes, "access-control-expose-headers")).isEqualTo("ETag");
        assertThat(told(yes, "vary")).contains("Origin");
    }

    @Test
    void whatNoRuleAllowsIsForbiddenAndABucketThatIsNotThereIsNotTold() throws Exception {
        allow();
        assertThat(preflight("https://evil.org", "PUT", "content-type").statusCode())
                .isEqualTo(403);
        assertThat(preflight("https://lab.univ.fr", "DELETE", "content-type").statusCode())
                .isEqualTo(403);
        assertThat(preflight("https://lab.univ.fr", "PUT", "cookie").statusCode())
                .isEqualTo(403);
        HttpResponse<String> none = send(
                "OPTIONS",
                running.address().resolve("/nothing-here/key"),
                "Origin",
                "https://lab.univ.fr",
                "Access-Control-Request-Method",
                "GET");
        assertThat(none.statusCode()).isEqualTo(403);
        assertThat(none.body()).contains("AccessForbidden");
    }

    @Test
    void aQuestionWithoutOriginOrMethodIsABadRequest() throws Exception {
        allow();
        URI key = running.address().resolve("/data/key");
        assertThat(send("OPTIONS", key).statusCode()).isEqualTo(400);
        assertThat(send("OPTIONS", key, "Origin", "https://lab.univ.fr").statusCode())
                .isEqualTo(400);
    }

    @Test
    void answersAndErrorsCarryTheHeadersForAnOriginThatIsAllowed() throws Exception {
        allow();
        s3.putObject(b -> b.bucket("data").key("key"), RequestBody.fromString("text"));
        URI signed;
        try (var presigner = running.presigner()) {
            signed = presigner
                    .presignGetObject(p -> p.signatureDuration(Duration.ofMinutes(5))
                            .getObjectRequest(g -> g.bucket("data").key("key")))
                    .url()
                    .toURI();
        }
        HttpResponse<String> read = send("GET", signed, "Origin", "https://lab.univ.fr");
        assertThat(read.body()).isEqualTo("text");
        assertThat(told(read, "access-control-allow-origin")).isEqualTo("https://lab.univ.fr");
        HttpResponse<String> refused =
                send("GET", running.address().resolve("/data/key"), "Origin", "https://lab.univ.fr");
        assertThat(refused.statusCode()).isEqualTo(403);
        assertThat(told(refused, "access-control-allow-origin")).isEqualTo("https://lab.univ.fr");
        HttpResponse<String> stranger = send("GET", signed, "Origin", "https://evil.org");
        assertThat(stranger.body()).isEqualTo("text");
        assertThat(told(stranger, "access-control-allow-origin")).isEmpty();
        assertThat(told(stranger, "vary")).contains("Origin");
    }

    @Test
    void anyOriginIsAnsweredWithAStarAndNoCredentials() throws Exception {
        s3.putBucketCors(b -> b.bucket("data")
                .corsConfiguration(c -> c.corsRules(
                        r -> r.allowedOrigins("*").allowedMethods("GET").allowedHeaders("*"))));
        HttpResponse<String> yes = preflight("https://anywhere.org", "GET", "range");
        assertThat(told(yes, "access-control-allow-origin")).isEqualTo("*");
        assertThat(told(yes, "access-control-allow-credentials")).isEmpty();
    }
}
