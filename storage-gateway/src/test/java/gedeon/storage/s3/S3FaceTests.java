package gedeon.storage.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gedeon.storage.Await;
import gedeon.storage.Scope;
import gedeon.storage.notebooks.Notebooks.AccessKey;
import gedeon.storage.notebooks.Role;
import io.minio.GetObjectArgs;
import io.minio.MinioClient;
import io.minio.PutObjectArgs;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.ChecksumAlgorithm;
import software.amazon.awssdk.services.s3.model.ChecksumMode;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.NoSuchBucketException;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.ObjectIdentifier;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** The S3 port as real clients meet it. */
class S3FaceTests {
    private RunningS3 running;
    private S3Client s3;

    @BeforeEach
    void start() throws IOException {
        running = new RunningS3();
        s3 = running.client(running.owner);
        s3.createBucket(b -> b.bucket("data"));
    }

    @AfterEach
    void noLedgerDriftIsLeft() throws IOException {
        assertThat(running.gateway.quotas().verify()).isEmpty();
        s3.close();
        running.close();
    }

    private long used() {
        return running.gateway
                .quotas()
                .quota(new Scope.OfNotebook(running.notebook))
                .used()
                .value();
    }

    private static byte[] random(int size) {
        byte[] bytes = new byte[size];
        new Random(size).nextBytes(bytes);
        return bytes;
    }

    @ParameterizedTest
    @EnumSource(
            value = ChecksumAlgorithm.class,
            names = {"CRC32", "CRC32_C", "SHA1", "SHA256"})
    void anObjectGoesInAndOutWithEachChecksum(ChecksumAlgorithm algorithm) {
        byte[] body = random(3 << 20);
        s3.putObject(
                b -> b.bucket("data")
                        .key("a/é +%&.bin")
                        .checksumAlgorithm(algorithm)
                        .metadata(Map.of("sample", "x-1"))
                        .contentType("application/x-test"),
                RequestBody.fromBytes(body));
        var got = s3.getObjectAsBytes(b -> b.bucket("data").key("a/é +%&.bin").checksumMode(ChecksumMode.ENABLED));
        assertThat(got.asByteArray()).isEqualTo(body);
        assertThat(got.response().metadata()).containsEntry("sample", "x-1");
        assertThat(got.response().contentType()).isEqualTo("application/x-test");
        assertThat(used()).isEqualTo(body.length);
    }

    @Test
    void aStreamOfUnknownChecksumGoesThroughChunksWithATrailer() {
        byte[] body = random(5 << 20);
        s3.putObject(
                b -> b.bucket("data").key("stream"),
                RequestBody.fromInputStream(new ByteArrayInputStream(body), body.length));
        assertThat(s3.getObjectAsBytes(b -> b.bucket("data").key("stream")).asByteArray())
                .isEqualTo(body);
    }

    @Test
    void rangesAndConditionsAnswerAsS3Does() {
        byte[] body = random(700_000);
        String etag = s3.putObject(b -> b.bucket("data").key("r"), RequestBody.fromBytes(body))
                .eTag();
        assertThat(s3.getObjectAsBytes(b -> b.bucket("data").key("r").range("bytes=262140-262150"))
                        .asByteArray())
                .isEqualTo(Arrays.copyOfRange(body, 262140, 262151));
        assertThat(s3.getObjectAsBytes(b -> b.bucket("data").key("r").range("bytes=-5"))
                        .asByteArray())
                .isEqualTo(Arrays.copyOfRange(body, 699_995, 700_000));
        assertStatus(
                416, () -> s3.getObjectAsBytes(b -> b.bucket("data").key("r").range("bytes=700000-")));
        assertStatus(
                304, () -> s3.getObjectAsBytes(b -> b.bucket("data").key("r").ifNoneMatch(etag)));
        assertStatus(
                412, () -> s3.getObjectAsBytes(b -> b.bucket("data").key("r").ifMatch("\"other\"")));
        assertStatus(
                412, () -> s3.putObject(b -> b.bucket("data").key("r").ifNoneMatch("*"), RequestBody.fromBytes(body)));
    }

    @Test
    void listingsFoldAndPage() {
        for (int i = 0; i < 25; i++) {
            String key = "p" + i % 5 + "/k" + i;
            s3.putObject(b -> b.bucket("data").key(key), RequestBody.fromString("x"));
        }
        List<String> prefixes = new ArrayList<>();
        s3.listObjectsV2Paginator(b -> b.bucket("data").delimiter("/").maxKeys(2))
                .forEach((ListObjectsV2Response page) ->
                        page.commonPrefixes().forEach(one -> prefixes.add(one.prefix())));
        assertThat(prefixes).containsExactly("p0/", "p1/", "p2/", "p3/", "p4/");
        assertThat(s3.listObjectsV2Paginator(b -> b.bucket("data").maxKeys(7)).contents().stream()
                        .count())
                .isEqualTo(25);
        assertThat(s3.listObjects(b -> b.bucket("data").prefix("p3/")).contents())
                .hasSize(5);
        var deleted = s3.deleteObjects(b -> b.bucket("data")
                .delete(d -> d.objects(
                        ObjectIdentifier.builder().key("p0/k0").build(),
                        ObjectIdentifier.builder().key("none").build())));
        assertThat(deleted.deleted()).hasSize(2);
        assertThat(used()).isEqualTo(24);
    }

    @Test
    void aMultipartUploadIsListedResumedCopiedAndCompleted() {
        byte[] first = random(5 << 20);
        s3.putObject(b -> b.bucket("data").key("source"), RequestBody.fromBytes(first));
        String upload = s3.createMultipartUpload(
                        b -> b.bucket("data").key("big").checksumAlgorithm(ChecksumAlgorithm.CRC32))
                .uploadId();
        var p1 = s3.uploadPart(
                b -> b.bucket("data")
                        .key("big")
                        .uploadId(upload)
                        .partNumber(1)
                        .checksumAlgorithm(ChecksumAlgorithm.CRC32),
                RequestBody.fromBytes(first));
        var p2 = s3.uploadPartCopy(b -> b.sourceBucket("data")
                .sourceKey("source")
                .copySourceRange("bytes=10-19")
                .destinationBucket("data")
                .destinationKey("big")
                .uploadId(upload)
                .partNumber(2));
        assertThat(s3.listParts(b -> b.bucket("data").key("big").uploadId(upload))
                        .parts())
                .hasSize(2);
        assertThat(s3.listMultipartUploads(b -> b.bucket("data")).uploads()).hasSize(1);
        s3.completeMultipartUpload(b -> b.bucket("data")
                .key("big")
                .uploadId(upload)
                .multipartUpload(m -> m.parts(
                        CompletedPart.builder().partNumber(1).eTag(p1.eTag()).build(),
                        CompletedPart.builder()
                                .partNumber(2)
                                .eTag(p2.copyPartResult().eTag())
                                .build())));
        byte[] whole = s3.getObjectAsBytes(b -> b.bucket("data").key("big")).asByteArray();
        assertThat(whole).hasSize(first.length + 10);
        assertThat(Arrays.copyOfRange(whole, first.length, whole.length)).isEqualTo(Arrays.copyOfRange(first, 10, 20));
    }

    @Test
    void copiesKeepOrReplaceMetadata() {
        s3.putObject(b -> b.bucket("data").key("a").metadata(Map.of("k", "v")), RequestBody.fromString("hello"));
        s3.copyObject(b ->
                b.sourceBucket("data").sourceKey("a").destinationBucket("data").destinationKey("b"));
        assertThat(s3.headObject(b -> b.bucket("data").key("b")).metadata()).containsEntry("k", "v");
        assertStatus(
                400,
                () -> s3.copyObject(b -> b.sourceBucket("data")
                        .sourceKey("a")
                        .destinationBucket("data")
                        .destinationKey("a")));
    }

    @Test
    void minioSdkWorksUnmodified() throws Exception {
        try (MinioClient minio = MinioClient.builder()
                .endpoint(running.address().toString())
                .credentials(running.owner.accessKey(), running.owner.secretKey())
                .build()) {
            byte[] body = random(12 << 20);
            minio.putObject(PutObjectArgs.builder().bucket("data").object("m").stream(
                            new ByteArrayInputStream(body), (long) body.length, 5L << 20)
                    .build());
            try (InputStream in = minio.getObject(
                    GetObjectArgs.builder().bucket("data").object("m").build())) {
                assertThat(in.readAllBytes()).isEqualTo(body);
            }
        }
    }

    @Test
    void presignedAddressesWorkUntilTheyEnd() throws Exception {
        HttpClient http = HttpClient.newHttpClient();
        try (var presigner = running.presigner()) {
            URI put = presigner
                    .presignPutObject(p -> p.signatureDuration(Duration.ofMinutes(5))
                            .putObjectRequest(b -> b.bucket("data").key("signed")))
                    .url()
                    .toURI();
            assertThat(http.send(
                                    HttpRequest.newBuilder(put)
                                            .PUT(HttpRequest.BodyPublishers.ofString("hello"))
                                            .build(),
                                    HttpResponse.BodyHandlers.discarding())
                            .statusCode())
                    .isEqualTo(200);
            URI get = presigner
                    .presignGetObject(p -> p.signatureDuration(Duration.ofMinutes(5))
                            .getObjectRequest(GetObjectRequest.builder()
                                    .bucket("data")
                                    .key("signed")
                                    .build()))
                    .url()
                    .toURI();
            assertThat(http.send(HttpRequest.newBuilder(get).build(), HttpResponse.BodyHandlers.ofString())
                            .body())
                    .isEqualTo("hello");
            URI forged = URI.create(get.toString().replace("/signed", "/other"));
            assertThat(http.send(HttpRequest.newBuilder(forged).build(), HttpResponse.BodyHandlers.ofString())
                            .body())
                    .contains("SignatureDoesNotMatch");
        }
    }

    @Test
    void aFullQuotaIsAFinalRefusalThatNamesIt() {
        running.gateway.quotas().setLimit(new Scope.OfNotebook(running.notebook), new gedeon.kernel.ByteCount(1000));
        assertThatThrownBy(() -> s3.putObject(b -> b.bucket("data").key("x"), RequestBody.fromBytes(random(1001))))
                .isInstanceOfSatisfying(S3Exception.class, e -> {
                    assertThat(e.statusCode()).isEqualTo(403);
                    assertThat(e.awsErrorDetails().errorCode()).isEqualTo("QuotaExceeded");
                    assertThat(e.getMessage())
                            .contains("notebook nmr")
                            .contains("limit 1000")
                            .contains("asked 1001");
                });
        s3.putObject(b -> b.bucket("data").key("x"), RequestBody.fromBytes(random(1000)));
    }

    @Test
    void whoWritesIntoANearlyFullNotebookIsToldWhatIsLeft() {
        running.gateway.quotas().setLimit(new Scope.OfNotebook(running.notebook), new gedeon.kernel.ByteCount(1000));
        assertThat(s3.putObject(b -> b.bucket("data").key("x"), RequestBody.fromBytes(random(790)))
                        .sdkHttpResponse()
                        .firstMatchingHeader("x-gedeon-quota"))
                .isEmpty();
        assertThat(s3.putObject(b -> b.bucket("data").key("y"), RequestBody.fromBytes(random(10)))
                        .sdkHttpResponse()
                        .firstMatchingHeader("x-gedeon-quota"))
                .hasValueSatisfying(text -> assertThat(text).startsWith("limit=1000;used=800;reserved="));
    }

    @Test
    void aRefusalNamesTheDirectorsToAsk() {
        var notebooks = running.gateway.notebooks();
        int unit = notebooks.notebook(running.notebook).orElseThrow().unit();
        notebooks.grant(
                notebooks
                        .account("Emmy Noether", gedeon.storage.notebooks.Principal.Kind.PERSON)
                        .id(),
                Role.DIRECTOR,
                new gedeon.storage.notebooks.On.Unit(unit));
        running.gateway.quotas().setLimit(new Scope.OfNotebook(running.notebook), new gedeon.kernel.ByteCount(1000));
        assertThatThrownBy(() -> s3.putObject(b -> b.bucket("data").key("x"), RequestBody.fromBytes(random(1001))))
                .hasMessageContaining("Ask Emmy Noether for room");
    }

    @Test
    void strangersAndWrongRolesStayOutside() {
        int foreign = gedeon.storage.TestGateway.notebook(running.gateway, "foreign", 1000)
                .id();
        try (S3Client stranger = running.client(running.key(foreign, Role.OWNER));
                S3Client reader = running.client(running.key(running.notebook, Role.READER));
                S3Client agent = running.client(running.key(running.notebook, Role.AGENT));
                S3Client forger = running.client(new AccessKey(running.owner.accessKey(), "wrong", 1, "x"))) {
            s3.putObject(b -> b.bucket("data").key("a"), RequestBody.fromString("x"));
            assertStatus(
                    403, () -> stranger.getObjectAsBytes(b -> b.bucket("data").key("a")));
            assertStatus(403, () -> stranger.listObjectsV2(b -> b.bucket("data")));
            assertStatus(403, () -> stranger.putObject(b -> b.bucket("data").key("b"), RequestBody.fromString("x")));
            assertStatus(
                    403,
                    () -> stranger.copyObject(b -> b.sourceBucket("data")
                            .sourceKey("a")
                            .destinationBucket("data")
                            .destinationKey("c")));
            assertThat(reader.getObjectAsBytes(b -> b.bucket("data").key("a")).asUtf8String())
                    .isEqualTo("x");
            assertStatus(403, () -> reader.putObject(b -> b.bucket("data").key("b"), RequestBody.fromString("x")));
            agent.putObject(b -> b.bucket("data").key("from-agent"), RequestBody.fromString("x"));
            assertStatus(403, () -> agent.getObjectAsBytes(b -> b.bucket("data").key("a")));
            assertStatus(403, () -> agent.listObjectsV2(b -> b.bucket("data")));
            assertStatus(403, () -> agent.deleteObject(b -> b.bucket("data").key("a")));
            assertStatus(403, () -> forger.listBuckets());
            running.gateway.notebooks().revokeKey(running.owner.accessKey());
            assertStatus(403, () -> s3.listBuckets());
        }
    }

    @Test
    void anAgentSeesThatItsBucketIsThere() {
        try (S3Client agent = running.client(running.key(running.notebook, Role.AGENT))) {
            assertThat(agent.headBucket(b -> b.bucket("data")).bucketRegion()).isEqualTo("us-east-1");
            agent.getBucketLocation(b -> b.bucket("data"));
            assertStatus(404, () -> agent.headBucket(b -> b.bucket("absent")));
            assertStatus(403, () -> agent.listObjectsV2(b -> b.bucket("data")));
        }
    }

    @Test
    void aDeleteUnderAConditionThatDoesNotHoldTakesNothing() {
        s3.putObject(b -> b.bucket("data").key("kept"), RequestBody.fromString("x"));
        assertStatus(
                412, () -> s3.deleteObject(b -> b.bucket("data").key("kept").ifMatch("\"other\"")));
        assertThat(s3.deleteObjects(b -> b.bucket("data")
                                .delete(d -> d.objects(
                                        o -> o.key("kept").size(7L),
                                        o -> o.key("never was").eTag("\"other\""))))
                        .errors())
                .singleElement()
                .satisfies(error -> assertThat(error.code()).isEqualTo("PreconditionFailed"));
        assertThat(s3.headObject(b -> b.bucket("data").key("kept")).contentLength())
                .isEqualTo(1);
    }

    @Test
    void aRangeWithTwoSignsIsNoRange() {
        s3.putObject(b -> b.bucket("data").key("whole"), RequestBody.fromString("0123456789"));
        assertThat(s3.getObjectAsBytes(b -> b.bucket("data").key("whole").range("bytes=--5"))
                        .asUtf8String())
                .isEqualTo("0123456789");
    }

    @Test
    void aRangeOfAnotherVersionIsTheWhole() {
        String etag = s3.putObject(b -> b.bucket("data").key("resumed"), RequestBody.fromString("0123456789"))
                .eTag();
        assertThat(resumed(etag)).isEqualTo("56789");
        assertThat(resumed("\"5d41402abc4b2a76b9719d911017c592\"")).isEqualTo("0123456789");
    }

    private String resumed(String etag) {
        return s3.getObjectAsBytes(b -> b.bucket("data")
                        .key("resumed")
                        .range("bytes=5-")
                        .overrideConfiguration(o -> o.putHeader("If-Range", etag)))
                .asUtf8String();
    }

    @Test
    void anAgentCannotOverwriteOrCopyWhatItMayNotRead() {
        try (S3Client agent = running.client(running.key(running.notebook, Role.AGENT))) {
            s3.putObject(b -> b.bucket("data").key("a"), RequestBody.fromString("owner's"));
            assertStatus(
                    403,
                    () -> agent.copyObject(b -> b.sourceBucket("data")
                            .sourceKey("a")
                            .destinationBucket("data")
                            .destinationKey("b")));
            assertStatus(412, () -> agent.putObject(b -> b.bucket("data").key("a"), RequestBody.fromString("agent's")));
            assertThat(s3.getObjectAsBytes(b -> b.bucket("data").key("a")).asUtf8String())
                    .isEqualTo("owner's");
        }
    }

    @Test
    void whatIsNotOfferedSaysSo() {
        assertStatus(501, () -> s3.getBucketReplication(b -> b.bucket("data")));
        assertStatus(501, () -> s3.getBucketLogging(b -> b.bucket("data")));
        assertThatThrownBy(() -> s3.getObjectAsBytes(b -> b.bucket("data").key("none")))
                .isInstanceOf(NoSuchKeyException.class);
        assertThatThrownBy(() -> s3.listObjectsV2(b -> b.bucket("nowhere"))).isInstanceOf(NoSuchBucketException.class);
        assertStatus(409, () -> {
            s3.putObject(b -> b.bucket("data").key("x"), RequestBody.fromString("x"));
            s3.deleteBucket(b -> b.bucket("data"));
        });
    }

    @Test
    void aSenderThatDiesLeavesNothing() throws Exception {
        try (var presigner = running.presigner()) {
            URI put = presigner
                    .presignPutObject(p -> p.signatureDuration(Duration.ofMinutes(5))
                            .putObjectRequest(b -> b.bucket("data").key("dead")))
                    .url()
                    .toURI();
            try (Socket socket = new Socket("127.0.0.1", running.server.port())) {
                OutputStream out = socket.getOutputStream();
                out.write(("PUT " + put.getRawPath() + "?" + put.getRawQuery() + " HTTP/1.1\r\nHost: "
                                + put.getAuthority() + "\r\nContent-Length: 5000000\r\n\r\n")
                        .getBytes(StandardCharsets.US_ASCII));
                out.write(new byte[100_000]);
            }
        }
        Await.until(() -> running.gateway
                        .quotas()
                        .quota(new Scope.OfNotebook(running.notebook))
                        .reserved()
                        .value()
                == 0);
        assertThat(used()).isZero();
    }

    @Test
    void aRequestWithoutSignatureReachesNothing() throws Exception {
        HttpResponse<String> answer = HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(running.address().resolve("/data/x"))
                                .PUT(HttpRequest.BodyPublishers.ofString("x"))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode()).isEqualTo(403);
        assertThat(answer.body()).contains("<Code>AccessDenied</Code>");
        assertThat(used()).isZero();
    }

    private static void assertStatus(int status, org.assertj.core.api.ThrowableAssert.ThrowingCallable act) {
        assertThatThrownBy(act)
                .isInstanceOfSatisfying(
                        S3Exception.class, e -> assertThat(e.statusCode()).isEqualTo(status));
    }
}
