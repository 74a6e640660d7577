package gedeon.storage.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import gedeon.storage.Scope;
import gedeon.storage.TestGateway;
import gedeon.storage.notebooks.Notebooks;
import gedeon.storage.notebooks.Notebooks.AccessKey;
import gedeon.storage.notebooks.Role;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.BucketCannedACL;
import software.amazon.awssdk.services.s3.model.GetObjectAclResponse;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.ObjectCannedACL;
import software.amazon.awssdk.services.s3.model.ObjectOwnership;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.S3Object;
import software.amazon.awssdk.services.s3.model.Tag;

/** Two notebooks, an instrument and somebody who does not sign meet at one bucket. */
class AccessFaceTests {
    private RunningS3 running;
    private S3Client s3;
    private S3Client other;
    private int otherNotebook;
    private final HttpClient http = HttpClient.newHttpClient();

    @BeforeEach
    void start() throws IOException {
        running = new RunningS3();
        otherNotebook = TestGateway.notebook(running.gateway, "xray", 1L << 30).id();
        s3 = running.client(running.owner);
        other = running.client(running.key(otherNotebook, Role.OWNER));
        s3.createBucket(b -> b.bucket("data"));
        s3.putObject(b -> b.bucket("data").key("open/a"), RequestBody.fromString("a"));
        s3.putObject(b -> b.bucket("data").key("closed/b"), RequestBody.fromString("b"));
    }

    @AfterEach
    void noLedgerDriftIsLeft() throws IOException {
        assertThat(running.gateway.quotas().verify()).isEmpty();
        other.close();
        s3.close();
        running.close();
    }

    private int status(String method, String path) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(running.address().resolve(path))
                .method(
                        method,
                        method.equals("PUT")
                                ? HttpRequest.BodyPublishers.ofString("x")
                                : HttpRequest.BodyPublishers.noBody())
                .build();
        return http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
    }

    private static void refused(int status, String code, ThrowingCallable act) {
        assertThatThrownBy(act).isInstanceOfSatisfying(S3Exception.class, e -> {
            assertThat(e.statusCode()).isEqualTo(status);
            assertThat(e.awsErrorDetails().errorCode()).isEqualTo(code);
        });
    }

    private static String letIn(String principal, String action, String resource) {
        return ("{'Version':'2012-10-17','Statement':[{'Effect':'Allow','Principal':" + principal + ",'Action':'"
                        + action + "','Resource':'arn:aws:s3:::" + resource + "'}]}")
                .replace('\'', '"');
    }

    private void writersOwn(String bucket) {
        s3.createBucket(b -> b.bucket(bucket).objectOwnership(ObjectOwnership.OBJECT_WRITER));
    }

    @Test
    void withoutAGrantNeitherAnotherNotebookNorAnybodySeesAnything() throws Exception {
        refused(
                403,
                "AccessDenied",
                () -> other.getObjectAsBytes(b -> b.bucket("data").key("open/a")));
        refused(
                403,
                "AccessDenied",
                () -> other.getObjectAsBytes(b -> b.bucket("data").key("absent")));
        refused(403, "AccessDenied", () -> other.listObjectsV2(b -> b.bucket("data")));
        refused(403, "AccessDenied", () -> other.getBucketAcl(b -> b.bucket("data")));
        assertThat(status("GET", "/data/open/a")).isEqualTo(403);
        assertThat(status("GET", "/data")).isEqualTo(403);
        assertThat(status("PUT", "/data/x")).isEqualTo(403);
        assertThat(status("DELETE", "/data/open/a")).isEqualTo(403);
        assertThat(status("GET", "/data?policy")).isEqualTo(403);
        assertThat(status("PUT", "/mine")).isEqualTo(403);
    }

    @Test
    void aPolicyOpensAPrefixToEverybody() throws Exception {
        String policy = letIn("'*'", "s3:GetObject", "data/open/*");
        s3.putBucketPolicy(b -> b.bucket("data").policy(policy));
        assertThat(s3.getBucketPolicy(b -> b.bucket("data")).policy()).isEqualTo(policy);
        assertThat(s3.getBucketPolicyStatus(b -> b.bucket("data"))
                        .policyStatus()
                        .isPublic())
                .isTrue();
        assertThat(status("GET", "/data/open/a")).isEqualTo(200);
        assertThat(status("GET", "/data/open/absent")).isEqualTo(403);
        assertThat(status("GET", "/data/closed/b")).isEqualTo(403);
        assertThat(other.getObjectAsBytes(b -> b.bucket("data").key("open/a")).asUtf8String())
                .isEqualTo("a");
        other.createBucket(b -> b.bucket("theirs"));
        other.copyObject(b -> b.sourceBucket("data")
                .sourceKey("open/a")
                .destinationBucket("theirs")
                .destinationKey("a"));
        refused(
                403,
                "AccessDenied",
                () -> other.copyObject(b -> b.sourceBucket("data")
                        .sourceKey("closed/b")
                        .destinationBucket("theirs")
                        .destinationKey("b")));
        s3.deleteBucketPolicy(b -> b.bucket("data"));
        assertThat(status("GET", "/data/open/a")).isEqualTo(403);
    }

    @Test
    void aMissingKeyIsToldToWhoMayListIt() {
        String id = Notebooks.canonicalId(otherNotebook);
        s3.putBucketPolicy(b -> b.bucket("data")
                .policy(("{'Statement':{'Effect':'Allow','Principal':{'AWS':'" + id
                                + "'},'Action':'s3:ListBucket','Resource':'arn:aws:s3:::data',"
                                + "'Condition':{'StringLike':{'s3:prefix':'open/*'}}}}")
                        .replace('\'', '"')));
        refused(
                404,
                "NoSuchKey",
                () -> other.getObjectAsBytes(b -> b.bucket("data").key("open/absent")));
        refused(
                403,
                "AccessDenied",
                () -> other.getObjectAsBytes(b -> b.bucket("data").key("closed/absent")));
        refused(
                403,
                "AccessDenied",
                () -> other.getObjectAsBytes(b -> b.bucket("data").key("open/a")));
    }

    @Test
    void aDenialHoldsForTheOwnerAsWellAndCanBeTakenBack() {
        s3.putBucketPolicy(b ->
                b.bucket("data").policy(letIn("'*'", "s3:*", "data/closed/*").replace("Allow", "Deny")));
        refused(
                403,
                "AccessDenied",
                () -> s3.getObjectAsBytes(b -> b.bucket("data").key("closed/b")));
        s3.getObjectAsBytes(b -> b.bucket("data").key("open/a"));
        s3.putBucketPolicy(
                b -> b.bucket("data").policy(letIn("'*'", "*", "data").replace("Allow", "Deny")));
        refused(403, "AccessDenied", () -> s3.listObjectsV2(b -> b.bucket("data")));
        s3.deleteBucketPolicy(b -> b.bucket("data"));
        s3.getObjectAsBytes(b -> b.bucket("data").key("closed/b"));
    }

    @Test
    void anInstrumentsKeyGainsNothing() {
        AccessKey key = running.key(otherNotebook, Role.AGENT);
        s3.putBucketPolicy(b -> b.bucket("data").policy(letIn("'*'", "*", "data/*")));
        try (S3Client agent = running.client(key);
                S3Client own = running.client(running.key(running.notebook, Role.AGENT))) {
            refused(
                    403,
                    "AccessDenied",
                    () -> agent.getObjectAsBytes(b -> b.bucket("data").key("open/a")));
            refused(
                    403,
                    "AccessDenied",
                    () -> agent.putObject(b -> b.bucket("data").key("x"), RequestBody.fromString("x")));
            refused(
                    403,
                    "AccessDenied",
                    () -> own.getObjectAsBytes(b -> b.bucket("data").key("open/a")));
            own.putObject(b -> b.bucket("data").key("new"), RequestBody.fromString("x"));
        }
    }

    @Test
    void deletesOfManyAreDecidedOneByOne() {
        s3.putBucketPolicy(b -> b.bucket("data").policy(letIn("'*'", "s3:DeleteObject", "data/open/*")));
        var answer = other.deleteObjects(b ->
                b.bucket("data").delete(d -> d.objects(o -> o.key("open/a"), o -> o.key("closed/b"))));
        assertThat(answer.deleted()).extracting("key").containsExactly("open/a");
        assertThat(answer.errors()).extracting("key").containsExactly("closed/b");
        s3.deleteBucketPolicy(b -> b.bucket("data"));
        refused(
                403,
                "AccessDenied",
                () -> other.deleteObjects(b -> b.bucket("data").delete(d -> d.objects(o -> o.key("closed/b")))));
    }

    @Test
    void accessListsAreOffUnlessTheBucketWantsThem() {
        assertThat(s3.getBucketOwnershipControls(b -> b.bucket("data"))
                        .ownershipControls()
                        .rules()
                        .getFirst()
                        .objectOwnership())
                .isEqualTo(ObjectOwnership.BUCKET_OWNER_ENFORCED);
        refused(
                400,
                "AccessControlListNotSupported",
                () -> s3.putObject(
                        b -> b.bucket("data").key("x").acl(ObjectCannedACL.PUBLIC_READ), RequestBody.fromString("x")));
        refused(
                400,
                "AccessControlListNotSupported",
                () -> s3.putBucketAcl(b -> b.bucket("data").acl(BucketCannedACL.PUBLIC_READ)));
        refused(
                400,
                "InvalidBucketAclWithObjectOwnership",
                () -> s3.createBucket(b -> b.bucket("public").acl(BucketCannedACL.PUBLIC_READ)));
        s3.putBucketAcl(b -> b.bucket("data").acl(BucketCannedACL.PRIVATE));
        s3.putObject(
                b -> b.bucket("data").key("x").acl(ObjectCannedACL.BUCKET_OWNER_FULL_CONTROL),
                RequestBody.fromString("x"));
    }

    @Test
    void aListOpensOneObjectAndTheBlockClosesIt() throws Exception {
        writersOwn("lists");
        s3.putObject(b -> b.bucket("lists").key("a").acl(ObjectCannedACL.PUBLIC_READ), RequestBody.fromString("a"));
        s3.putObject(b -> b.bucket("lists").key("b"), RequestBody.fromString("b"));
        assertThat(status("GET", "/lists/a")).isEqualTo(200);
        assertThat(status("GET", "/lists/b")).isEqualTo(403);
        s3.putObjectAcl(b -> b.bucket("lists").key("b").acl(ObjectCannedACL.AUTHENTICATED_READ));
        assertThat(status("GET", "/lists/b")).isEqualTo(403);
        other.getObjectAsBytes(b -> b.bucket("lists").key("b"));
        s3.putPublicAccessBlock(b -> b.bucket("lists")
                .publicAccessBlockConfiguration(p -> p.ignorePublicAcls(true).blockPublicAcls(true)));
        assertThat(status("GET", "/lists/a")).isEqualTo(403);
        refused(
                403,
                "AccessDenied",
                () -> other.getObjectAsBytes(b -> b.bucket("lists").key("b")));
        refused(
                403,
                "AccessDenied",
                () -> s3.putObject(
                        b -> b.bucket("lists").key("c").acl(ObjectCannedACL.PUBLIC_READ), RequestBody.fromString("c")));
    }

    @Test
    void whatAnotherNotebookWritesIsItsOwnAndCountsOnTheBuckets() {
        writersOwn("shared");
        String id = Notebooks.canonicalId(otherNotebook);
        s3.putBucketAcl(b -> b.bucket("shared").grantWrite("id=" + id).grantRead("id=\"" + id + "\""));
        other.putObject(b -> b.bucket("shared").key("theirs"), RequestBody.fromString("theirs"));
        GetObjectAclResponse acl = other.getObjectAcl(b -> b.bucket("shared").key("theirs"));
        assertThat(acl.owner().id()).isEqualTo(id);
        refused(
                403,
                "AccessDenied",
                () -> s3.getObjectAsBytes(b -> b.bucket("shared").key("theirs")));
        other.putObjectAcl(b -> b.bucket("shared").key("theirs").acl(ObjectCannedACL.BUCKET_OWNER_READ));
        assertThat(s3.getObjectAsBytes(b -> b.bucket("shared").key("theirs")).asUtf8String())
                .isEqualTo("theirs");
        assertThat(running.gateway
                        .quotas()
                        .quota(new Scope.OfNotebook(otherNotebook))
                        .used()
                        .value())
                .isZero();
        s3.deleteObject(b -> b.bucket("shared").key("theirs"));
    }

    @Test
    void fullControlGivesWhatIsWrittenToTheBucketWhereThatIsPreferred() {
        s3.createBucket(b -> b.bucket("preferred").objectOwnership(ObjectOwnership.BUCKET_OWNER_PREFERRED));
        s3.putBucketPolicy(b -> b.bucket("preferred").policy(letIn("'*'", "s3:PutObject", "preferred/*")));
        other.putObject(
                b -> b.bucket("preferred").key("given").acl(ObjectCannedACL.BUCKET_OWNER_FULL_CONTROL),
                RequestBody.fromString("x"));
        other.putObject(b -> b.bucket("preferred").key("kept"), RequestBody.fromString("x"));
        s3.getObjectAsBytes(b -> b.bucket("preferred").key("given"));
        refused(
                403,
                "AccessDenied",
                () -> s3.getObjectAsBytes(b -> b.bucket("preferred").key("kept")));
    }

    @Test
    void aContributorWritesAndLetsNobodyIn() {
        writersOwn("lists");
        try (S3Client contributor = running.client(running.key(running.notebook, Role.CONTRIBUTOR))) {
            contributor.putObject(
                    b -> b.bucket("lists").key("a").acl(ObjectCannedACL.PRIVATE), RequestBody.fromString("a"));
            refused(
                    403,
                    "AccessDenied",
                    () -> contributor.putObject(
                            b -> b.bucket("lists").key("b").acl(ObjectCannedACL.PUBLIC_READ),
                            RequestBody.fromString("b")));
            refused(
                    403,
                    "AccessDenied",
                    () -> contributor.putObjectAcl(
                            b -> b.bucket("lists").key("a").acl(ObjectCannedACL.PUBLIC_READ)));
            refused(
                    403,
                    "AccessDenied",
                    () -> contributor.createBucket(b -> b.bucket("open")
                            .objectOwnership(ObjectOwnership.OBJECT_WRITER)
                            .acl(BucketCannedACL.PUBLIC_READ)));
        }
    }

    @Test
    void aConfidentialNotebookIsNeverPublic() throws Exception {
        writersOwn("lists");
        s3.putObject(b -> b.bucket("lists").key("a").acl(ObjectCannedACL.PUBLIC_READ), RequestBody.fromString("a"));
        s3.putBucketPolicy(b -> b.bucket("data").policy(letIn("'*'", "s3:GetObject", "data/*")));
        running.gateway.notebooks().setConfidential(running.notebook, true);
        assertThat(running.gateway.notebooks().notebook(running.notebook))
                .hasValueSatisfying(row -> assertThat(row.confidential()).isTrue());
        assertThat(status("GET", "/lists/a")).isEqualTo(403);
        assertThat(status("GET", "/data/open/a")).isEqualTo(403);
        refused(
                403,
                "AccessDenied",
                () -> other.getObjectAsBytes(b -> b.bucket("data").key("open/a")));
        refused(
                403,
                "AccessDenied",
                () -> s3.putBucketPolicy(b -> b.bucket("data").policy(letIn("'*'", "s3:GetObject", "data/*"))));
        refused(
                403,
                "AccessDenied",
                () -> s3.putBucketAcl(b -> b.bucket("lists").acl(BucketCannedACL.PUBLIC_READ)));
        refused(403, "AccessDenied", () -> s3.deletePublicAccessBlock(b -> b.bucket("data")));
        refused(
                403,
                "AccessDenied",
                () -> s3.putPublicAccessBlock(
                        b -> b.bucket("data").publicAccessBlockConfiguration(p -> p.ignorePublicAcls(false))));
        assertThat(s3.getPublicAccessBlock(b -> b.bucket("data"))
                        .publicAccessBlockConfiguration()
                        .restrictPublicBuckets())
                .isTrue();
        String named = letIn("{'AWS':'" + Notebooks.canonicalId(otherNotebook) + "'}", "s3:GetObject", "data/*");
        s3.putBucketPolicy(b -> b.bucket("data").policy(named));
        other.getObjectAsBytes(b -> b.bucket("data").key("open/a"));
    }

    @Test
    void conditionsSeeTagsOfTheObjectAndOfTheRequest() {
        String policy =
                ("{'Statement':[{'Effect':'Allow','Principal':'*','Action':'s3:GetObject','Resource':'arn:aws:s3:::data/*',"
                                + "'Condition':{'StringEquals':{'s3:ExistingObjectTag/level':'open'}}},"
                                + "{'Effect':'Deny','Principal':'*','Action':'s3:PutObjectTagging','Resource':'arn:aws:s3:::data/*',"
                                + "'Condition':{'StringEquals':{'s3:RequestObjectTag/level':'open'}}}]}")
                        .replace('\'', '"');
        s3.putObjectTagging(b -> b.bucket("data")
                .key("open/a")
                .tagging(t -> t.tagSet(Tag.builder().key("level").value("open").build())));
        s3.putBucketPolicy(b -> b.bucket("data").policy(policy));
        other.getObjectAsBytes(b -> b.bucket("data").key("open/a"));
        refused(
                403,
                "AccessDenied",
                () -> other.getObjectAsBytes(b -> b.bucket("data").key("closed/b")));
        refused(
                403,
                "AccessDenied",
                () -> s3.putObjectTagging(b -> b.bucket("data")
                        .key("closed/b")
                        .tagging(t -> t.tagSet(
                                Tag.builder().key("level").value("open").build()))));
    }

    @Test
    void whatAnybodyWritesBelongsToTheBucket() throws Exception {
        writersOwn("box");
        s3.putBucketAcl(b -> b.bucket("box").acl(BucketCannedACL.PUBLIC_READ_WRITE));
        assertThat(status("PUT", "/box/gift")).isEqualTo(200);
        assertThat(s3.getObjectAsBytes(b -> b.bucket("box").key("gift")).asUtf8String())
                .isEqualTo("x");
        assertThat(status("DELETE", "/box/gift")).isEqualTo(403);
        assertThat(status("PUT", "/box?acl")).isEqualTo(403);
    }

    @Test
    void aBucketOfAnotherOwnerThanExpectedIsNotTouched() {
        String id = Notebooks.canonicalId(running.notebook);
        s3.headObject(b -> b.bucket("data").key("open/a").expectedBucketOwner(id));
        refused(
                403,
                "AccessDenied",
                () -> s3.getObjectAsBytes(
                        b -> b.bucket("data").key("open/a").expectedBucketOwner(Notebooks.canonicalId(otherNotebook))));
        refused(
                403,
                "AccessDenied",
                () -> s3.copyObject(b -> b.sourceBucket("data")
                        .sourceKey("open/a")
                        .destinationBucket("data")
                        .destinationKey("copy")
                        .expectedSourceBucketOwner(Notebooks.canonicalId(otherNotebook))));
    }

    @Test
    void policiesThatAreNotUnderstoodAreRefused() {
        refused(
                400,
                "MalformedPolicy",
                () -> s3.putBucketPolicy(b -> b.bucket("data").policy(letIn("'*'", "s3:GetObject", "other/*"))));
        refused(404, "NoSuchBucketPolicy", () -> s3.getBucketPolicy(b -> b.bucket("data")));
        refused(
                400,
                "UnresolvableGrantByEmailAddress",
                () -> s3.putBucketAcl(b -> b.bucket("data").grantRead("emailAddress=\"a@b.example\"")));
        refused(
                400,
                "InvalidArgument",
                () -> s3.putBucketAcl(b -> b.bucket("data").grantRead("id=\"nobody\"")));
    }

    @Test
    void listingsNameTheOwnerOfEachObject() {
        writersOwn("shared");
        String id = Notebooks.canonicalId(otherNotebook);
        String own = Notebooks.canonicalId(running.notebook);
        s3.putBucketAcl(b -> b.bucket("shared").grantWrite("id=" + id));
        s3.putObject(b -> b.bucket("shared").key("a/ours"), RequestBody.fromString("x"));
        other.putObject(b -> b.bucket("shared").key("a/theirs"), RequestBody.fromString("x"));
        other.putObject(b -> b.bucket("shared").key("top"), RequestBody.fromString("x"));
        assertThat(s3.listObjects(b -> b.bucket("shared")).contents())
                .extracting(S3Object::key, one -> one.owner().id())
                .containsExactly(tuple("a/ours", own), tuple("a/theirs", id), tuple("top", id));
        assertThat(s3.listObjectsV2(b -> b.bucket("shared").prefix("a/").fetchOwner(true))
                        .contents())
                .extracting(S3Object::key, one -> one.owner().id())
                .containsExactly(tuple("a/ours", own), tuple("a/theirs", id));
        ListObjectsV2Response folded =
                s3.listObjectsV2(b -> b.bucket("shared").delimiter("/").fetchOwner(true));
        assertThat(folded.commonPrefixes()).hasSize(1);
        assertThat(folded.contents())
                .extracting(S3Object::key, one -> one.owner().id())
                .containsExactly(tuple("top", id));
        assertThat(s3.listObjectsV2(b -> b.bucket("shared"))
                        .contents()
                        .getFirst()
                        .owner())
                .isNull();
        // What a bucket's ownership takes from its writers is the bucket's in listings as well.
        s3.putBucketAcl(b -> b.bucket("shared").acl(BucketCannedACL.PRIVATE));
        s3.putBucketOwnershipControls(b -> b.bucket("shared")
                .ownershipControls(o -> o.rules(r -> r.objectOwnership(ObjectOwnership.BUCKET_OWNER_ENFORCED))));
        assertThat(s3.listObjects(b -> b.bucket("shared")).contents())
                .extracting(one -> one.owner().id())
                .containsOnly(own);
    }
}
