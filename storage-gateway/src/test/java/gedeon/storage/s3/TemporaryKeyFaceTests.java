package gedeon.storage.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gedeon.storage.notebooks.Notebooks.TemporaryKey;
import gedeon.storage.notebooks.Principal;
import gedeon.storage.notebooks.Role;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3Configuration;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;

/** A key for one prefix and one hour, as clients use it: with its session token, and nowhere else. */
class TemporaryKeyFaceTests {
    private static RunningS3 running;

    @BeforeAll
    static void start() throws IOException {
        running = new RunningS3();
        try (S3Client s3 = running.client(running.owner)) {
            s3.createBucket(b -> b.bucket("data"));
            s3.createBucket(b -> b.bucket("other"));
            for (String key : new String[] {"runs/1", "secret"}) {
                s3.putObject(b -> b.bucket("data").key(key), RequestBody.fromString(key));
            }
        }
    }

    @AfterAll
    static void stop() throws IOException {
        running.close();
    }

    private static TemporaryKey key(Role role, String bucket, String prefix, Duration life) {
        return running.gateway
                .notebooks()
                .issueTemporaryKey(running.account, running.notebook, role, bucket, prefix, life);
    }

    private static S3Client client(AwsCredentials credentials) {
        return S3Client.builder()
                .endpointOverride(running.address())
                .region(Region.US_EAST_1)
                .forcePathStyle(true)
                .credentialsProvider(StaticCredentialsProvider.create(credentials))
                .build();
    }

    private static AwsSessionCredentials session(TemporaryKey key) {
        return AwsSessionCredentials.create(key.key().accessKey(), key.key().secretKey(), key.sessionToken());
    }

    private static void assertCode(String code, org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        S3Exception.class,
                        e -> assertThat(e.awsErrorDetails().errorCode()).isEqualTo(code));
    }

    @Test
    void itReachesItsPrefixAloneInEveryWay() {
        try (S3Client s3 = client(session(key(Role.CONTRIBUTOR, "data", "runs/", Duration.ofHours(1))))) {
            assertThat(s3.getObjectAsBytes(b -> b.bucket("data").key("runs/1")).asUtf8String())
                    .isEqualTo("runs/1");
            assertThat(s3.listObjectsV2(b -> b.bucket("data").prefix("runs/")).contents())
                    .hasSize(1);
            s3.putObject(b -> b.bucket("data").key("runs/2"), RequestBody.fromString("x"));
            assertCode(
                    "AccessDenied",
                    () -> s3.getObjectAsBytes(b -> b.bucket("data").key("secret")));
            assertCode("AccessDenied", () -> s3.listObjectsV2(b -> b.bucket("data")));
            assertCode(
                    "AccessDenied", () -> s3.listObjectsV2(b -> b.bucket("data").prefix("run")));
            assertCode(
                    "AccessDenied",
                    () -> s3.putObject(b -> b.bucket("data").key("elsewhere"), RequestBody.fromString("x")));
            assertCode(
                    "AccessDenied",
                    () -> s3.putObject(b -> b.bucket("other").key("runs/2"), RequestBody.fromString("x")));
            assertCode(
                    "AccessDenied",
                    () -> s3.copyObject(b -> b.sourceBucket("data")
                            .sourceKey("secret")
                            .destinationBucket("data")
                            .destinationKey("runs/3")));
            assertThat(s3.deleteObjects(b ->
                                    b.bucket("data").delete(d -> d.objects(o -> o.key("secret"), o -> o.key("runs/2"))))
                            .errors())
                    .singleElement()
                    .satisfies(error -> assertThat(error.key()).isEqualTo("secret"));
            assertCode("AccessDenied", () -> s3.createBucket(b -> b.bucket("mine")));
            assertCode("AccessDenied", s3::listBuckets);
            assertCode("AccessDenied", () -> s3.getBucketTagging(b -> b.bucket("data")));
        }
    }

    @Test
    void withoutItsTokenOrWithAnothersItIsNoKey() {
        TemporaryKey key = key(Role.READER, null, "", Duration.ofHours(1));
        try (S3Client bare = client(AwsBasicCredentials.create(
                        key.key().accessKey(), key.key().secretKey()));
                S3Client other = client(AwsSessionCredentials.create(
                        key.key().accessKey(),
                        key.key().secretKey(),
                        key(Role.READER, null, "", Duration.ofHours(1)).sessionToken()));
                S3Client lasting = client(AwsSessionCredentials.create(
                        running.owner.accessKey(), running.owner.secretKey(), key.sessionToken()))) {
            for (S3Client s3 : new S3Client[] {bare, other, lasting}) {
                assertCode("InvalidToken", () -> s3.listObjectsV2(b -> b.bucket("data")));
            }
        }
    }

    @Test
    void whatLivesIsListedAndAnAccountHasNotManyOfThem() {
        long account = running.gateway
                .notebooks()
                .account("busy", Principal.Kind.PERSON)
                .id();
        TemporaryKey first = null;
        for (int i = 0; i < 100; i++) {
            first = running.gateway
                    .notebooks()
                    .issueTemporaryKey(account, running.notebook, Role.READER, null, "", Duration.ofHours(1));
        }
        assertThatThrownBy(() -> running.gateway
                        .notebooks()
                        .issueTemporaryKey(account, running.notebook, Role.READER, null, "", Duration.ofHours(1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("revoke");
        String living = java.util.Objects.requireNonNull(first).key().accessKey();
        assertThat(running.gateway.notebooks().keys(running.notebook)).anySatisfy(key -> {
            assertThat(key.accessKey()).isEqualTo(living);
            assertThat(key.expires()).isNotNull();
        });
        running.gateway.notebooks().revokeKey(living);
        assertThat(running.gateway.notebooks().keys(running.notebook))
                .noneSatisfy(key -> assertThat(key.accessKey()).isEqualTo(living));
        running.gateway
                .notebooks()
                .issueTemporaryKey(account, running.notebook, Role.READER, null, "", Duration.ofHours(1));
    }

    @Test
    void whatItSignedDoesNotOutliveIt() throws Exception {
        TemporaryKey key = key(Role.READER, null, "", Duration.ofSeconds(1));
        URI address;
        try (S3Presigner presigner = S3Presigner.builder()
                .endpointOverride(running.address())
                .region(Region.US_EAST_1)
                .credentialsProvider(StaticCredentialsProvider.create(session(key)))
                .serviceConfiguration(
                        S3Configuration.builder().pathStyleAccessEnabled(true).build())
                .build()) {
            address = presigner
                    .presignGetObject(p -> p.signatureDuration(Duration.ofHours(1))
                            .getObjectRequest(b -> b.bucket("data").key("runs/1")))
                    .url()
                    .toURI();
        }
        HttpClient http = HttpClient.newHttpClient();
        HttpResponse<String> answer = null;
        for (int i = 0; i < 100 && (answer == null || answer.statusCode() == 200); i++) {
            Thread.sleep(50);
            answer = http.send(HttpRequest.newBuilder(address).build(), HttpResponse.BodyHandlers.ofString());
        }
        assertThat(java.util.Objects.requireNonNull(answer).body()).contains("<Code>ExpiredToken</Code>");
    }
}
