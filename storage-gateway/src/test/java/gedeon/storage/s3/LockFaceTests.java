package gedeon.storage.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gedeon.storage.notebooks.Role;
import java.io.IOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.BucketVersioningStatus;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.ObjectLockEnabled;
import software.amazon.awssdk.services.s3.model.ObjectLockLegalHoldStatus;
import software.amazon.awssdk.services.s3.model.ObjectLockMode;
import software.amazon.awssdk.services.s3.model.ObjectLockRetentionMode;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** Object lock as clients meet it: what is kept cannot be removed, whoever asks, until its time. */
class LockFaceTests {
    private RunningS3 running;
    private S3Client s3;
    private final Instant tomorrow = Instant.now().plus(1, ChronoUnit.DAYS).truncatedTo(ChronoUnit.SECONDS);

    @BeforeEach
    void start() throws IOException {
        running = new RunningS3();
        s3 = running.client(running.owner);
        s3.createBucket(b -> b.bucket("locked").objectLockEnabledForBucket(true));
    }

    @AfterEach
    void noLedgerDriftIsLeft() throws IOException {
        assertThat(running.gateway.quotas().verify()).isEmpty();
        s3.close();
        running.close();
    }

    private String put(String key) {
        return s3.putObject(b -> b.bucket("locked").key(key), RequestBody.fromString("x"))
                .versionId();
    }

    private void retain(S3Client client, String key, ObjectLockRetentionMode mode, Instant until, boolean bypass) {
        client.putObjectRetention(b -> b.bucket("locked")
                .key(key)
                .retention(r -> r.mode(mode).retainUntilDate(until))
                .bypassGovernanceRetention(bypass));
    }

    private static void assertStatus(int status, org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        S3Exception.class, e -> assertThat(e.statusCode()).isEqualTo(status));
    }

    @Test
    void complianceIsOnlyMadeLongerByAnyone() {
        String version = put("a");
        retain(s3, "a", ObjectLockRetentionMode.COMPLIANCE, tomorrow, false);
        retain(s3, "a", ObjectLockRetentionMode.COMPLIANCE, tomorrow.plusSeconds(60), false);
        assertStatus(403, () -> retain(s3, "a", ObjectLockRetentionMode.COMPLIANCE, tomorrow, true));
        assertStatus(403, () -> retain(s3, "a", ObjectLockRetentionMode.GOVERNANCE, tomorrow.plusSeconds(90), true));
        assertStatus(
                403,
                () -> s3.deleteObject(
                        b -> b.bucket("locked").key("a").versionId(version).bypassGovernanceRetention(true)));
    }

    @Test
    void governanceIsPassedByWhoHasTheRightAndAsks() {
        String version = put("a");
        retain(s3, "a", ObjectLockRetentionMode.GOVERNANCE, tomorrow, false);
        assertStatus(403, () -> s3.deleteObject(b -> b.bucket("locked").key("a").versionId(version)));
        try (S3Client manager = running.client(running.key(running.notebook, Role.MANAGER))) {
            assertStatus(
                    403,
                    () -> manager.deleteObject(
                            b -> b.bucket("locked").key("a").versionId(version).bypassGovernanceRetention(true)));
        }
        s3.deleteObject(b -> b.bucket("locked").key("a").versionId(version).bypassGovernanceRetention(true));
    }

    @Test
    void aLegalHoldOutlastsEveryBypassUntilItIsLifted() {
        String version = put("a");
        s3.putObjectLegalHold(b -> b.bucket("locked").key("a").legalHold(h -> h.status(ObjectLockLegalHoldStatus.ON)));
        assertStatus(
                403,
                () -> s3.deleteObject(
                        b -> b.bucket("locked").key("a").versionId(version).bypassGovernanceRetention(true)));
        s3.putObjectLegalHold(b -> b.bucket("locked").key("a").legalHold(h -> h.status(ObjectLockLegalHoldStatus.OFF)));
        s3.deleteObject(b -> b.bucket("locked").key("a").versionId(version));
    }

    @Test
    void aBucketsRuleKeepsWhatSaysNothingAndARequestMaySayMore() {
        s3.putObjectLockConfiguration(b -> b.bucket("locked")
                .objectLockConfiguration(c -> c.objectLockEnabled(ObjectLockEnabled.ENABLED)
                        .rule(r -> r.defaultRetention(
                                d -> d.mode(ObjectLockRetentionMode.GOVERNANCE).days(2)))));
        put("ruled");
        HeadObjectResponse ruled = s3.headObject(b -> b.bucket("locked").key("ruled"));
        assertThat(ruled.objectLockMode()).isEqualTo(ObjectLockMode.GOVERNANCE);
        assertThat(ruled.objectLockRetainUntilDate())
                .isBetween(
                        Instant.now().plus(47, ChronoUnit.HOURS), Instant.now().plus(49, ChronoUnit.HOURS));
        s3.putObject(
                b -> b.bucket("locked")
                        .key("asked")
                        .objectLockMode(ObjectLockMode.COMPLIANCE)
                        .objectLockRetainUntilDate(tomorrow),
                RequestBody.fromString("x"));
        assertThat(s3.headObject(b -> b.bucket("locked").key("asked")).objectLockRetainUntilDate())
                .isEqualTo(tomorrow);
    }

    @Test
    void lockIsSwitchedOnLaterAndNeverOffAgain() {
        s3.createBucket(b -> b.bucket("later"));
        assertStatus(409, () -> lock("later"));
        assertStatus(
                400,
                () -> s3.putObject(
                        b -> b.bucket("later")
                                .key("a")
                                .objectLockMode(ObjectLockMode.GOVERNANCE)
                                .objectLockRetainUntilDate(tomorrow),
                        RequestBody.fromString("x")));
        versioning("later", BucketVersioningStatus.ENABLED);
        lock("later");
        assertStatus(409, () -> versioning("later", BucketVersioningStatus.SUSPENDED));
    }

    private void lock(String bucket) {
        s3.putObjectLockConfiguration(
                b -> b.bucket(bucket).objectLockConfiguration(c -> c.objectLockEnabled(ObjectLockEnabled.ENABLED)));
    }

    private void versioning(String bucket, BucketVersioningStatus status) {
        s3.putBucketVersioning(b -> b.bucket(bucket).versioningConfiguration(v -> v.status(status)));
    }

    @Test
    void whoMayNotLockIsRefusedAlsoInAPut() {
        try (S3Client contributor = running.client(running.key(running.notebook, Role.CONTRIBUTOR))) {
            contributor.putObject(b -> b.bucket("locked").key("a"), RequestBody.fromString("x"));
            assertStatus(403, () -> retain(contributor, "a", ObjectLockRetentionMode.COMPLIANCE, tomorrow, false));
            assertStatus(
                    403,
                    () -> contributor.putObject(
                            b -> b.bucket("locked")
                                    .key("b")
                                    .objectLockMode(ObjectLockMode.COMPLIANCE)
                                    .objectLockRetainUntilDate(tomorrow),
                            RequestBody.fromString("x")));
        }
    }
}
