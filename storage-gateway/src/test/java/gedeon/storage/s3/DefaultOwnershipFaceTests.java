package gedeon.storage.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gedeon.storage.TestGateway;
import gedeon.storage.notebooks.Notebooks;
import gedeon.storage.notebooks.Role;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.ObjectCannedACL;
import software.amazon.awssdk.services.s3.model.ObjectOwnership;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** {@code gedeon.s3.object-ownership}: the ownership of buckets that say nothing of it. */
class DefaultOwnershipFaceTests {
    private static void refused(String code, ThrowingCallable act) {
        assertThatThrownBy(act)
                .isInstanceOfSatisfying(
                        S3Exception.class,
                        e -> assertThat(e.awsErrorDetails().errorCode()).isEqualTo(code));
    }

    private static void publicObject(S3Client s3, String bucket) {
        s3.putObject(
                b -> b.bucket(bucket).key("k").acl(ObjectCannedACL.AUTHENTICATED_READ), RequestBody.fromString("x"));
    }

    @Test
    void aBucketThatSaysNothingFollowsTheServer() throws Exception {
        try (RunningS3 running = new RunningS3(S3Options.DEFAULTS.withOwnership(Ownership.OBJECT_WRITER));
                S3Client s3 = running.client(running.owner)) {
            int other = TestGateway.notebook(running.gateway, "xray", 1L << 30).id();
            s3.createBucket(b -> b.bucket("silent"));
            refused("OwnershipControlsNotFoundError", () -> s3.getBucketOwnershipControls(b -> b.bucket("silent")));
            publicObject(s3, "silent");
            String id = Notebooks.canonicalId(other);
            s3.putBucketAcl(b -> b.bucket("silent").grantWrite("id=" + id));
            try (S3Client theirs = running.client(running.key(other, Role.OWNER))) {
                theirs.getObjectAsBytes(b -> b.bucket("silent").key("k"));
                theirs.putObject(b -> b.bucket("silent").key("theirs"), RequestBody.fromString("x"));
            }
            assertThat(s3.listObjects(b -> b.bucket("silent").prefix("theirs"))
                            .contents()
                            .getFirst()
                            .owner()
                            .id())
                    .isEqualTo(id);
            s3.createBucket(b -> b.bucket("says").objectOwnership(ObjectOwnership.BUCKET_OWNER_ENFORCED));
            refused("AccessControlListNotSupported", () -> publicObject(s3, "says"));
            s3.deleteBucketOwnershipControls(b -> b.bucket("says"));
            publicObject(s3, "says");
        }
    }

    @Test
    void withoutASettingTheBucketsNotebookOwnsAll() throws Exception {
        try (RunningS3 running = new RunningS3();
                S3Client s3 = running.client(running.owner)) {
            s3.createBucket(b -> b.bucket("silent"));
            assertThat(s3.getBucketOwnershipControls(b -> b.bucket("silent"))
                            .ownershipControls()
                            .rules()
                            .getFirst()
                            .objectOwnership())
                    .isEqualTo(ObjectOwnership.BUCKET_OWNER_ENFORCED);
            refused("AccessControlListNotSupported", () -> publicObject(s3, "silent"));
        }
    }
}
