package gedeon.storage.s3;

import static org.assertj.core.api.Assertions.assertThat;

import gedeon.storage.Gateway;
import gedeon.storage.TestGateway;
import gedeon.storage.notebooks.Notebooks.AccessKey;
import gedeon.storage.notebooks.Principal;
import gedeon.storage.notebooks.Role;
import java.net.URI;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.MinIOContainer;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.Delete;
import software.amazon.awssdk.services.s3.model.ObjectIdentifier;

/** One client, the same steps: what Gédéon answers is what S3's reference says and, where Docker runs, what MinIO answers. */
class SameAnswersTests {
    private static final List<String> EXPECTED = List.of(
            "create: ok",
            "head of nothing: 404",
            "put: \"5d41402abc4b2a76b9719d911017c592\"",
            "get: hello text/x-lab caffeine",
            "range: ell bytes 1-3/5",
            "range beyond: 416 InvalidRange",
            "if-none-match on the same: 304",
            "if-match on another: 412",
            "put where none may be: 412 PreconditionFailed",
            "copy: \"5d41402abc4b2a76b9719d911017c592\"",
            "parts: " + etagOfTwoParts(),
            "list: a+b%c a/1 copy é",
            "fold: a+b%c copy é | a/",
            "page: a+b%c a/1 true",
            "delete many: 5",
            "delete what is gone: ok",
            "get what is gone: 404 NoSuchKey",
            "drop: ok",
            "drop again: 404 NoSuchBucket");

    @Test
    void gedeonAnswersAsTheReferenceSays() throws Exception {
        assertThat(gedeon()).containsExactlyElementsOf(EXPECTED);
    }

    @Test
    void minioAnswersTheSame() throws Exception {
        org.junit.jupiter.api.Assumptions.assumeTrue(
                DockerClientFactory.instance().isDockerAvailable(), "Docker does not run here");
        try (MinIOContainer minio = new MinIOContainer("minio/minio:RELEASE.2025-04-22T22-12-26Z")) {
            minio.start();
            List<String> theirs;
            try (S3Client client = client(minio.getS3URL(), minio.getUserName(), minio.getPassword())) {
                theirs = steps(client);
            }
            assertThat(gedeon()).isEqualTo(theirs);
        }
    }

    private static List<String> gedeon() throws Exception {
        try (Gateway gateway = TestGateway.open()) {
            int notebook = TestGateway.notebook(gateway, "n", 1L << 30).id();
            long account =
                    gateway.notebooks().account("ada", Principal.Kind.PERSON).id();
            AccessKey key = gateway.notebooks().issueKey(account, notebook, Role.OWNER);
            S3Service service = new S3Service(
                    gateway.store(),
                    gateway.glances(),
                    gateway.notebooks(),
                    gateway.rights(),
                    S3Options.DEFAULTS,
                    Clock.systemUTC());
            try (S3Server server = S3Server.start(service, "127.0.0.1", 0);
                    S3Client client = client("http://127.0.0.1:" + server.port(), key.accessKey(), key.secretKey())) {
                return steps(client);
            }
        }
    }

    private static S3Client client(String url, String access, String secret) {
        return S3Client.builder()
                .endpointOverride(URI.create(url))
                .region(Region.US_EAST_1)
                .forcePathStyle(true)
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create(access, secret)))
                .build();
    }

    private static List<String> steps(S3Client s3) {
        List<String> said = new ArrayList<>();
        String bucket = "same-answers";
        said.add("create: " + told(() -> s3.createBucket(b -> b.bucket(bucket)) == null ? "" : "ok"));
        said.add("head of nothing: "
                + status(() -> s3.headObject(b -> b.bucket(bucket).key("none")).eTag()));
        said.add("put: "
                + told(() -> s3.putObject(
                                b -> b.bucket(bucket)
                                        .key("a/1")
                                        .contentType("text/x-lab")
                                        .metadata(java.util.Map.of("sample", "caffeine")),
                                RequestBody.fromString("hello"))
                        .eTag()));
        said.add("get: "
                + told(() -> {
                    var got = s3.getObjectAsBytes(b -> b.bucket(bucket).key("a/1"));
                    return got.asUtf8String() + " " + got.response().contentType() + " "
                            + got.response().metadata().get("sample");
                }));
        said.add("range: "
                + told(() -> {
                    var got =
                            s3.getObjectAsBytes(b -> b.bucket(bucket).key("a/1").range("bytes=1-3"));
                    return got.asUtf8String() + " " + got.response().contentRange();
                }));
        said.add("range beyond: "
                + told(() -> s3.getObjectAsBytes(
                                b -> b.bucket(bucket).key("a/1").range("bytes=9-"))
                        .asUtf8String()));
        said.add("if-none-match on the same: "
                + status(() -> s3.getObjectAsBytes(
                                b -> b.bucket(bucket).key("a/1").ifNoneMatch("\"5d41402abc4b2a76b9719d911017c592\""))
                        .asUtf8String()));
        said.add("if-match on another: "
                + status(() -> s3.getObjectAsBytes(
                                b -> b.bucket(bucket).key("a/1").ifMatch("\"0\""))
                        .asUtf8String()));
        said.add("put where none may be: "
                + told(() -> s3.putObject(
                                b -> b.bucket(bucket).key("a/1").ifNoneMatch("*"), RequestBody.fromString("other"))
                        .eTag()));
        said.add("copy: "
                + told(() -> s3.copyObject(b -> b.sourceBucket(bucket)
                                .sourceKey("a/1")
                                .destinationBucket(bucket)
                                .destinationKey("copy"))
                        .copyObjectResult()
                        .eTag()));
        said.add("parts: " + told(() -> inParts(s3, bucket, "é")));
        s3.putObject(b -> b.bucket(bucket).key("a+b%c"), RequestBody.empty());
        said.add("list: "
                + told(() -> String.join(
                        " ",
                        s3.listObjectsV2(b -> b.bucket(bucket)).contents().stream()
                                .map(one -> one.key())
                                .toList())));
        said.add("fold: "
                + told(() -> {
                    var page = s3.listObjectsV2(b -> b.bucket(bucket).delimiter("/"));
                    return String.join(
                                    " ",
                                    page.contents().stream()
                                            .map(one -> one.key())
                                            .toList())
                            + " | "
                            + String.join(
                                    " ",
                                    page.commonPrefixes().stream()
                                            .map(one -> one.prefix())
                                            .toList());
                }));
        said.add("page: "
                + told(() -> {
                    var page = s3.listObjectsV2(b -> b.bucket(bucket).maxKeys(2));
                    return String.join(
                                    " ",
                                    page.contents().stream()
                                            .map(one -> one.key())
                                            .toList())
                            + " " + page.isTruncated();
                }));
        said.add("delete many: "
                + told(() -> ""
                        + s3.deleteObjects(b -> b.bucket(bucket)
                                        .delete(Delete.builder()
                                                .objects(List.of("a/1", "copy", "é", "a+b%c", "never").stream()
                                                        .map(key -> ObjectIdentifier.builder()
                                                                .key(key)
                                                                .build())
                                                        .toList())
                                                .build()))
                                .deleted()
                                .size()));
        said.add("delete what is gone: "
                + told(() -> s3.deleteObject(b -> b.bucket(bucket).key("a/1")) == null ? "" : "ok"));
        said.add("get what is gone: "
                + told(() ->
                        s3.getObjectAsBytes(b -> b.bucket(bucket).key("a/1")).asUtf8String()));
        said.add("drop: " + told(() -> s3.deleteBucket(b -> b.bucket(bucket)) == null ? "" : "ok"));
        said.add("drop again: " + told(() -> s3.deleteBucket(b -> b.bucket(bucket)) == null ? "" : "ok"));
        return said;
    }

    private static String inParts(S3Client s3, String bucket, String key) {
        byte[] part = part();
        String upload = s3.createMultipartUpload(b -> b.bucket(bucket).key(key)).uploadId();
        List<CompletedPart> parts = new ArrayList<>();
        for (int n = 1; n <= 2; n++) {
            int number = n;
            String etag = s3.uploadPart(
                            b -> b.bucket(bucket).key(key).uploadId(upload).partNumber(number),
                            RequestBody.fromBytes(part))
                    .eTag();
            parts.add(CompletedPart.builder().partNumber(n).eTag(etag).build());
        }
        return s3.completeMultipartUpload(
                        b -> b.bucket(bucket).key(key).uploadId(upload).multipartUpload(m -> m.parts(parts)))
                .eTag();
    }

    private static byte[] part() {
        byte[] part = new byte[5 << 20];
        new Random(1).nextBytes(part);
        return part;
    }

    /** MD5 of the parts' MD5s, and how many they are. */
    private static String etagOfTwoParts() {
        try {
            MessageDigest md5 = MessageDigest.getInstance("MD5");
            byte[] one = md5.digest(part());
            md5.update(one);
            return "\"" + HexFormat.of().formatHex(md5.digest(one)) + "-2\"";
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String told(Supplier<String> step) {
        try {
            return step.get();
        } catch (AwsServiceException e) {
            return e.statusCode() + " " + e.awsErrorDetails().errorCode();
        }
    }

    private static String status(Supplier<String> step) {
        try {
            return step.get();
        } catch (AwsServiceException e) {
            return "" + e.statusCode();
        }
    }
}
