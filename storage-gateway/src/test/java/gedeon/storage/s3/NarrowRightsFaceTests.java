package gedeon.storage.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gedeon.storage.TestGateway;
import gedeon.storage.notebooks.Notebooks;
import gedeon.storage.notebooks.Role;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Instant;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.BucketVersioningStatus;
import software.amazon.awssdk.services.s3.model.ObjectAttributes;
import software.amazon.awssdk.services.s3.model.ObjectLockRetentionMode;
import software.amazon.awssdk.services.s3.model.ObjectVersion;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** Rights that end at a key, a version or an operation end there in every way to ask. */
class NarrowRightsFaceTests {
    private static final HttpClient BROWSER = HttpClient.newHttpClient();
    private static RunningS3 running;
    private static S3Client owner;
    private static S3Client other;
    private static String otherId;

    @BeforeAll
    static void start() throws IOException {
        running = new RunningS3();
        owner = running.client(running.owner);
        int notebook = TestGateway.notebook(running.gateway, "xray", 1L << 30).id();
        otherId = Notebooks.canonicalId(notebook);
        other = running.client(running.key(notebook, Role.OWNER));
    }

    @AfterAll
    static void stop() throws IOException {
        owner.close();
        other.close();
        running.close();
    }

    /** A bucket that lets the other notebook do so much. */
    private static void bucket(String name, String... actionsAndResources) {
        owner.createBucket(b -> b.bucket(name).objectLockEnabledForBucket(true));
        StringBuilder policy = new StringBuilder("{\"Version\":\"2012-10-17\",\"Statement\":[");
        for (int i = 0; i < actionsAndResources.length; i += 2) {
            policy.append(i == 0 ? "" : ",")
                    .append(("{'Effect':'Allow','Principal':{'AWS':'" + otherId + "'},'Action':'s3:"
                                    + actionsAndResources[i] + "','Resource':'arn:aws:s3:::" + name
                                    + actionsAndResources[i + 1] + "'}")
                            .replace('\'', '"'));
        }
        owner.putBucketPolicy(b -> b.bucket(name).policy(policy.append("]}").toString()));
    }

    private static void refused(String code, ThrowingCallable act) {
        assertThatThrownBy(act)
                .isInstanceOfSatisfying(
                        S3Exception.class,
                        e -> assertThat(e.awsErrorDetails().errorCode()).isEqualTo(code));
    }

    private static String answer(String path) throws IOException, InterruptedException {
        return BROWSER.send(
                        HttpRequest.newBuilder(java.net.URI.create(running.address() + path))
                                .build(),
                        HttpResponse.BodyHandlers.ofString())
                .body();
    }

    @Test
    void aListingOfVersionsBelowAPrefixNeverBeginsOutsideIt() {
        owner.createBucket(b -> b.bucket("marks"));
        owner.putBucketVersioning(
                b -> b.bucket("marks").versioningConfiguration(v -> v.status(BucketVersioningStatus.ENABLED)));
        for (String key : new String[] {"a/1", "z/secret", "z/secret"}) {
            owner.putObject(b -> b.bucket("marks").key(key), RequestBody.fromString("x"));
        }
        String latest = owner.listObjectVersions(b -> b.bucket("marks").prefix("z/"))
                .versions()
                .getFirst()
                .versionId();
        for (String version : new String[] {latest, "null"}) {
            assertThat(owner.listObjectVersions(b -> b.bucket("marks")
                                    .prefix("a/")
                                    .keyMarker("z/secret")
                                    .versionIdMarker(version))
                            .versions())
                    .extracting(ObjectVersion::key)
                    .isEmpty();
        }
    }

    @Test
    void governanceIsPassedForEachObjectThatMayBe() {
        owner.createBucket(b -> b.bucket("kept").objectLockEnabledForBucket(true));
        String policy = ("{'Statement':[{'Effect':'Deny','Principal':'*','Action':'s3:BypassGovernanceRetention',"
                        + "'Resource':'arn:aws:s3:::kept/raw/*'}]}")
                .replace('\'', '"');
        owner.putBucketPolicy(b -> b.bucket("kept").policy(policy));
        String[] versions = new String[2];
        for (int i = 0; i < 2; i++) {
            String key = i == 0 ? "raw/a" : "scratch/a";
            versions[i] = owner.putObject(b -> b.bucket("kept").key(key), RequestBody.fromString("x"))
                    .versionId();
            owner.putObjectRetention(b -> b.bucket("kept")
                    .key(key)
                    .retention(r -> r.mode(ObjectLockRetentionMode.GOVERNANCE)
                            .retainUntilDate(Instant.now().plusSeconds(3600))));
        }
        assertThat(owner.deleteObjects(b -> b.bucket("kept")
                                .bypassGovernanceRetention(true)
                                .delete(d -> d.objects(
                                        o -> o.key("raw/a").versionId(versions[0]),
                                        o -> o.key("scratch/a").versionId(versions[1]))))
                        .errors())
                .singleElement()
                .satisfies(error -> assertThat(error.key()).isEqualTo("raw/a"));
    }

    @Test
    void whoMayWriteMayNotTagNorSeeTagsNorEndUploadsUnlessToldSo() {
        bucket("write", "PutObject", "/*", "GetObject", "/*");
        other.putObject(b -> b.bucket("write").key("a"), RequestBody.fromString("x"));
        refused(
                "AccessDenied",
                () -> other.putObject(b -> b.bucket("write").key("b").tagging("a=b"), RequestBody.fromString("x")));
        refused(
                "AccessDenied",
                () -> other.createMultipartUpload(
                        b -> b.bucket("write").key("b").tagging("a=b")));
        owner.putObject(b -> b.bucket("write").key("tagged").tagging("a=b"), RequestBody.fromString("x"));
        refused(
                "AccessDenied",
                () -> other.copyObject(b -> b.sourceBucket("write")
                        .sourceKey("tagged")
                        .destinationBucket("write")
                        .destinationKey("c")));
        String upload =
                other.createMultipartUpload(b -> b.bucket("write").key("d")).uploadId();
        refused(
                "AccessDenied",
                () -> other.listParts(b -> b.bucket("write").key("d").uploadId(upload)));
        refused(
                "AccessDenied",
                () -> other.abortMultipartUpload(b -> b.bucket("write").key("d").uploadId(upload)));
        try (S3Client agent = running.client(running.key(running.notebook, Role.AGENT))) {
            refused(
                    "AccessDenied",
                    () -> agent.putObject(b -> b.bucket("write").key("e").tagging("a=b"), RequestBody.fromString("x")));
            String own =
                    agent.createMultipartUpload(b -> b.bucket("write").key("e")).uploadId();
            agent.listParts(b -> b.bucket("write").key("e").uploadId(own));
            agent.abortMultipartUpload(b -> b.bucket("write").key("e").uploadId(own));
        }
        owner.abortMultipartUpload(b -> b.bucket("write").key("d").uploadId(upload));
    }

    @Test
    void theAttributesOfANamedVersionAreARightOfTheirOwn() {
        bucket("seen", "GetObjectAttributes", "/*");
        String version = owner.putObject(b -> b.bucket("seen").key("a"), RequestBody.fromString("x"))
                .versionId();
        other.getObjectAttributes(b -> b.bucket("seen").key("a").objectAttributes(ObjectAttributes.E_TAG));
        refused(
                "AccessDenied",
                () -> other.getObjectAttributes(
                        b -> b.bucket("seen").key("a").versionId(version).objectAttributes(ObjectAttributes.E_TAG)));
    }

    @Test
    void aRetentionEndsBeforeTheYear10000() {
        owner.createBucket(b -> b.bucket("long").objectLockEnabledForBucket(true));
        owner.putObject(b -> b.bucket("long").key("a"), RequestBody.fromString("x"));
        refused(
                "InvalidArgument",
                () -> owner.putObjectRetention(b -> b.bucket("long")
                        .key("a")
                        .retention(r -> r.mode(ObjectLockRetentionMode.GOVERNANCE)
                                .retainUntilDate(Instant.parse("+10000-01-01T00:00:00Z")))));
    }

    @Test
    void anybodyNeitherChoosesHeadersOfAnswersNorBreaksTheDatabaseWithNames() throws Exception {
        assertThat(answer("/any/a?response-content-type=text/html")).contains("<Code>InvalidRequest</Code>");
        // The engine refuses NUL in an address; the header that names a source has it.
        owner.createBucket(b -> b.bucket("names"));
        refused(
                "NoSuchBucket",
                () -> owner.copyObject(b -> b.sourceBucket("a\0b")
                        .sourceKey("k")
                        .destinationBucket("names")
                        .destinationKey("k")));
    }
}
