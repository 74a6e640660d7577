package gedeon.storage.s3;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gedeon.storage.TestGateway;
import gedeon.storage.notebooks.Notebooks.AccessKey;
import gedeon.storage.notebooks.Principal;
import gedeon.storage.notebooks.Role;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.BucketVersioningStatus;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;

/** Conditions of policies on who asks, how it is signed, which version it names, and what tags a form brings. */
class PolicyConditionFaceTests {
    private static final HttpClient BROWSER = HttpClient.newHttpClient();
    private static final byte[] FILE = "the file".getBytes(UTF_8);

    private static RunningS3 running;
    private static S3Client owner;
    private static AccessKey adaThere;
    private static AccessKey benThere;
    private static S3Client ada;
    private static S3Client ben;
    private static long benId;

    @BeforeAll
    static void start() throws IOException {
        running = new RunningS3();
        owner = running.client(running.owner);
        int there = TestGateway.notebook(running.gateway, "xray", 1L << 30).id();
        benId = running.gateway
                .notebooks()
                .account("ben", Principal.Kind.PERSON)
                .id();
        adaThere = running.key(there, Role.OWNER);
        benThere = running.gateway.notebooks().issueKey(benId, there, Role.OWNER);
        ada = running.client(adaThere);
        ben = running.client(benThere);
    }

    @AfterAll
    static void stop() throws IOException {
        assertThat(running.gateway.quotas().verify()).isEmpty();
        ada.close();
        ben.close();
        owner.close();
        running.close();
    }

    private static String statement(String effect, String bucket, String action, String condition) {
        return ("{'Effect':'" + effect + "','Principal':'*','Action':" + action + ",'Resource':'arn:aws:s3:::" + bucket
                        + "/*'" + (condition.isEmpty() ? "" : ",'Condition':{" + condition + "}") + "}")
                .replace('\'', '"');
    }

    private static void bucket(String name, String... statements) {
        owner.createBucket(b -> b.bucket(name));
        owner.putBucketPolicy(b -> b.bucket(name)
                .policy("{\"Version\":\"2012-10-17\",\"Statement\":[" + String.join(",", statements) + "]}"));
    }

    private static void denied(ThrowingCallable act) {
        assertThatThrownBy(act)
                .isInstanceOfSatisfying(
                        S3Exception.class, e -> assertThat(e.statusCode()).isEqualTo(403));
    }

    private static void put(S3Client by, String bucket, String key) {
        by.putObject(b -> b.bucket(bucket).key(key), RequestBody.fromString("x"));
    }

    private static int send(PostForm form, String bucket) throws Exception {
        return form.send(URI.create(running.address() + "/" + bucket), "f", FILE)
                .statusCode();
    }

    private static int presignedGet(String bucket, String key) throws Exception {
        try (S3Presigner presigner = running.presigner()) {
            URI address = presigner
                    .presignGetObject(p -> p.signatureDuration(Duration.ofMinutes(5))
                            .getObjectRequest(g -> g.bucket(bucket).key(key)))
                    .url()
                    .toURI();
            return BROWSER.send(HttpRequest.newBuilder(address).build(), HttpResponse.BodyHandlers.discarding())
                    .statusCode();
        }
    }

    @Test
    void aPersonIsLetInByTheIdOfItsAccount() throws Exception {
        bucket(
                "userid",
                statement("Allow", "userid", "'s3:GetObject'", "'StringEquals':{'aws:userid':'" + benId + "'}"));
        put(owner, "userid", "k");
        ben.getObjectAsBytes(b -> b.bucket("userid").key("k"));
        denied(() -> ada.getObjectAsBytes(b -> b.bucket("userid").key("k")));
        assertThat(BROWSER.send(
                                HttpRequest.newBuilder(running.address().resolve("/userid/k"))
                                        .build(),
                                HttpResponse.BodyHandlers.discarding())
                        .statusCode())
                .isEqualTo(403);
    }

    @Test
    void oneVersionIsOpenedByItsIdAndNoOther() {
        owner.createBucket(b -> b.bucket("versionid"));
        owner.putBucketVersioning(
                b -> b.bucket("versionid").versioningConfiguration(c -> c.status(BucketVersioningStatus.ENABLED)));
        String[] ids = new String[2];
        for (int i = 0; i < 2; i++) {
            ids[i] = owner.putObject(b -> b.bucket("versionid").key("k"), RequestBody.fromString("x"))
                    .versionId();
        }
        owner.putBucketPolicy(b -> b.bucket("versionid")
                .policy("{\"Statement\":["
                        + statement(
                                "Allow",
                                "versionid",
                                "['s3:GetObject','s3:GetObjectVersion']",
                                "'StringEquals':{'s3:VersionId':'" + ids[0] + "'}")
                        + "]}"));
        ben.getObjectAsBytes(b -> b.bucket("versionid").key("k").versionId(ids[0]));
        denied(() -> ben.getObjectAsBytes(b -> b.bucket("versionid").key("k").versionId(ids[1])));
        denied(() -> ben.getObjectAsBytes(b -> b.bucket("versionid").key("k")));
        ben.createBucket(b -> b.bucket("versionid-copies"));
        ben.copyObject(b -> b.sourceBucket("versionid")
                .sourceKey("k")
                .sourceVersionId(ids[0])
                .destinationBucket("versionid-copies")
                .destinationKey("k"));
        denied(() -> ben.copyObject(b -> b.sourceBucket("versionid")
                .sourceKey("k")
                .sourceVersionId(ids[1])
                .destinationBucket("versionid-copies")
                .destinationKey("k")));
    }

    @Test
    void addressesThatAreSignedAheadCanBeShutOut() throws Exception {
        bucket(
                "headers",
                statement("Deny", "headers", "'s3:GetObject'", "'StringEquals':{'s3:authType':'REST-QUERY-STRING'}"));
        put(owner, "headers", "k");
        owner.getObjectAsBytes(b -> b.bucket("headers").key("k"));
        assertThat(presignedGet("headers", "k")).isEqualTo(403);
        bucket(
                "addresses",
                statement("Deny", "addresses", "'s3:GetObject'", "'StringEquals':{'s3:authType':'REST-HEADER'}"));
        put(owner, "addresses", "k");
        denied(() -> owner.getObjectAsBytes(b -> b.bucket("addresses").key("k")));
        assertThat(presignedGet("addresses", "k")).isEqualTo(200);
    }

    @Test
    void aBucketCanBeFilledByFormsAlone() throws Exception {
        bucket("forms", statement("Deny", "forms", "'s3:PutObject'", "'StringNotEquals':{'s3:authType':'POST'}"));
        denied(() -> put(owner, "forms", "k"));
        assertThat(send(new PostForm().field("key", "k").signed(running.owner, "forms"), "forms"))
                .isEqualTo(204);
    }

    @Test
    void theOlderSignatureCanBeShutOut() throws Exception {
        bucket("newer", statement("Deny", "newer", "'s3:PutObject'", "'StringEquals':{'s3:signatureversion':'AWS'}"));
        assertThat(send(new PostForm().field("key", "k").signedTheOldWay(running.owner, "newer"), "newer"))
                .isEqualTo(403);
        assertThat(send(new PostForm().field("key", "k").signed(running.owner, "newer"), "newer"))
                .isEqualTo(204);
        put(owner, "newer", "k");
        bucket(
                "older",
                statement(
                        "Deny",
                        "older",
                        "'s3:PutObject'",
                        "'StringEquals':{'s3:signatureversion':'AWS4-HMAC-SHA256'}"));
        denied(() -> put(owner, "older", "k"));
        assertThat(send(new PostForm().field("key", "k").signed(running.owner, "older"), "older"))
                .isEqualTo(403);
        assertThat(send(new PostForm().field("key", "k").signedTheOldWay(running.owner, "older"), "older"))
                .isEqualTo(204);
    }

    private static PostForm tagged(String level, AccessKey by, String bucket) {
        return new PostForm()
                .field("key", "runs/" + level)
                .field(
                        "tagging",
                        "<Tagging><TagSet><Tag><Key>level</Key><Value>" + level + "</Value></Tag></TagSet></Tagging>")
                .signed(by, bucket);
    }

    @Test
    void tagsThatAFormBringsAreSeenByConditions() throws Exception {
        bucket(
                "tagged",
                statement(
                        "Allow",
                        "tagged",
                        "['s3:PutObject','s3:PutObjectTagging']",
                        "'StringEquals':{'s3:RequestObjectTag/level':'open'}"));
        assertThat(send(tagged("open", benThere, "tagged"), "tagged")).isEqualTo(204);
        assertThat(owner.getObjectTagging(b -> b.bucket("tagged").key("runs/open"))
                        .tagSet()
                        .getFirst()
                        .value())
                .isEqualTo("open");
        assertThat(send(tagged("closed", benThere, "tagged"), "tagged")).isEqualTo(403);
        assertThat(send(new PostForm().field("key", "k").signed(benThere, "tagged"), "tagged"))
                .isEqualTo(403);
    }

    @Test
    void whoMayWriteAndNotTagSendsNoTagsInAForm() throws Exception {
        bucket("untagged", statement("Allow", "untagged", "'s3:PutObject'", ""));
        assertThat(send(new PostForm().field("key", "k").signed(benThere, "untagged"), "untagged"))
                .isEqualTo(204);
        assertThat(send(tagged("open", benThere, "untagged"), "untagged")).isEqualTo(403);
    }
}
