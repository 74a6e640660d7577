package gedeon.storage.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gedeon.storage.Await;
import gedeon.storage.Scope;
import gedeon.storage.TestGateway;
import gedeon.storage.lifecycle.LifecycleSettings;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.BucketVersioningStatus;
import software.amazon.awssdk.services.s3.model.ExpirationStatus;
import software.amazon.awssdk.services.s3.model.LifecycleRule;
import software.amazon.awssdk.services.s3.model.ListObjectVersionsResponse;
import software.amazon.awssdk.services.s3.model.ObjectLockLegalHoldStatus;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** Rules by a real client, and the job that carries them out, on days of 20 milliseconds. */
class LifecycleFaceTests {
    private RunningS3 running;
    private S3Client s3;

    @BeforeEach
    void start() throws IOException {
        running = new RunningS3(TestGateway.settings()
                .withLifecycle(
                        new LifecycleSettings(Duration.ofMillis(20), Duration.ofSeconds(10), Duration.ofSeconds(10))));
        s3 = running.client(running.owner);
        s3.createBucket(b -> b.bucket("data"));
    }

    @AfterEach
    void noLedgerDriftIsLeft() throws IOException {
        assertThat(running.gateway.quotas().verify()).isEmpty();
        s3.close();
        running.close();
    }

    private void put(String key) {
        s3.putObject(b -> b.bucket("data").key(key), RequestBody.fromString("text"));
    }

    private void versioned() {
        s3.putBucketVersioning(
                b -> b.bucket("data").versioningConfiguration(c -> c.status(BucketVersioningStatus.ENABLED)));
    }

    private void rule(Consumer<LifecycleRule.Builder> rule) {
        s3.putBucketLifecycleConfiguration(b -> b.bucket("data")
                .lifecycleConfiguration(c -> c.rules(r -> {
                    r.id("rule").status(ExpirationStatus.ENABLED).filter(f -> f.prefix("old/"));
                    rule.accept(r);
                })));
    }

    private ListObjectVersionsResponse versions() {
        return s3.listObjectVersions(l -> l.bucket("data"));
    }

    private long used() {
        return running.gateway
                .quotas()
                .quota(new Scope.OfNotebook(running.notebook))
                .used()
                .value();
    }

    @Test
    void rulesAreKeptShownAndTakenAway() {
        assertThatThrownBy(() -> s3.getBucketLifecycleConfiguration(b -> b.bucket("data")))
                .isInstanceOfSatisfying(
                        S3Exception.class,
                        e -> assertThat(e.awsErrorDetails().errorCode()).isEqualTo("NoSuchLifecycleConfiguration"));
        rule(r -> r.expiration(e -> e.days(30)));
        var shown = s3.getBucketLifecycleConfiguration(b -> b.bucket("data"))
                .rules()
                .getFirst();
        assertThat(shown.expiration().days()).isEqualTo(30);
        assertThat(shown.filter().prefix()).isEqualTo("old/");
        s3.deleteBucketLifecycle(b -> b.bucket("data"));
        assertThatThrownBy(() -> s3.getBucketLifecycleConfiguration(b -> b.bucket("data")))
                .isInstanceOf(S3Exception.class);
    }

    @Test
    void objectsTellWhenTheyExpire() {
        rule(r -> r.expiration(e -> e.days(30)));
        assertThat(s3.putObject(b -> b.bucket("data").key("old/a"), RequestBody.fromString("text"))
                        .expiration())
                .contains("rule-id=\"rule\"");
        // The thirty days of this rule are 0.6 seconds, as the job counts them.
        String day = s3.putObject(b -> b.bucket("data").key("old/b"), RequestBody.fromString("text"))
                .expiration()
                .replaceAll("expiry-date=\"([^\"]+)\".*", "$1");
        assertThat(ReadConditions.instant(day).orElseThrow())
                .isBetween(Instant.now().minusSeconds(120), Instant.now().plusSeconds(120));
        assertThat(s3.putObject(b -> b.bucket("data").key("new/a"), RequestBody.fromString("text"))
                        .expiration())
                .isNull();
    }

    @Test
    void whatIsOldGoesAndItsRoomComesBack() {
        put("old/a");
        put("new/a");
        rule(r -> r.expiration(e -> e.days(1)));
        Await.until(() -> s3.listObjectsV2(l -> l.bucket("data")).keyCount() == 1);
        assertThat(s3.headObject(h -> h.bucket("data").key("new/a")).contentLength())
                .isEqualTo(4);
        assertThat(used()).isEqualTo(4);
    }

    @Test
    void versionsThatWereReplacedGoAndThenTheMarkerAboveNothing() {
        versioned();
        put("old/a");
        put("old/a");
        put("new/a");
        put("new/a");
        s3.deleteObject(d -> d.bucket("data").key("old/a"));
        rule(r -> r.noncurrentVersionExpiration(n -> n.noncurrentDays(1))
                .expiration(e -> e.expiredObjectDeleteMarker(true)));
        Await.until(() -> versions().deleteMarkers().isEmpty());
        assertThat(versions().versions()).hasSize(2).allMatch(v -> v.key().equals("new/a"));
    }

    @Test
    void inAVersionedBucketExpiryPutsAMarkerAndKeepsTheVersion() {
        versioned();
        put("old/a");
        rule(r -> r.expiration(e -> e.days(1)));
        Await.until(() -> versions().deleteMarkers().size() == 1);
        assertThat(versions().versions()).hasSize(1);
        assertThat(used()).isEqualTo(4);
    }

    @Test
    void whatIsUnderLegalHoldStaysUntilTheHoldIsLifted() {
        s3.createBucket(b -> b.bucket("held").objectLockEnabledForBucket(true));
        String first = s3.putObject(b -> b.bucket("held").key("old/a"), RequestBody.fromString("one"))
                .versionId();
        s3.putObjectLegalHold(h ->
                h.bucket("held").key("old/a").versionId(first).legalHold(l -> l.status(ObjectLockLegalHoldStatus.ON)));
        String second = s3.putObject(b -> b.bucket("held").key("old/a"), RequestBody.fromString("two"))
                .versionId();
        s3.putObject(b -> b.bucket("held").key("old/a"), RequestBody.fromString("three"));
        s3.putBucketLifecycleConfiguration(b -> b.bucket("held")
                .lifecycleConfiguration(c -> c.rules(r -> r.id("rule")
                        .status(ExpirationStatus.ENABLED)
                        .filter(f -> f.prefix(""))
                        .noncurrentVersionExpiration(n -> n.noncurrentDays(1)))));
        Await.until(() -> s3.listObjectVersions(l -> l.bucket("held")).versions().stream()
                .noneMatch(v -> v.versionId().equals(second)));
        assertThat(s3.listObjectVersions(l -> l.bucket("held")).versions())
                .anyMatch(v -> v.versionId().equals(first));
        s3.putObjectLegalHold(h ->
                h.bucket("held").key("old/a").versionId(first).legalHold(l -> l.status(ObjectLockLegalHoldStatus.OFF)));
        Await.until(
                () -> s3.listObjectVersions(l -> l.bucket("held")).versions().size() == 1);
    }

    @Test
    void uploadsThatNobodyGoesOnWithAreAbortedByARuleOrByTheDefault() {
        for (String key : new String[] {"old/a", "new/a"}) {
            String id = s3.createMultipartUpload(c -> c.bucket("data").key(key)).uploadId();
            s3.uploadPart(
                    p -> p.bucket("data").key(key).uploadId(id).partNumber(1), RequestBody.fromString("some bytes"));
        }
        Await.until(() -> s3.listMultipartUploads(l -> l.bucket("data")).uploads().stream()
                .noneMatch(u -> u.key().equals("old/a")));
        rule(r -> r.abortIncompleteMultipartUpload(a -> a.daysAfterInitiation(1)));
        Await.until(
                () -> s3.listMultipartUploads(l -> l.bucket("data")).uploads().isEmpty());
        assertThat(used()).isZero();
    }

    @Test
    void rulesThatTakeMoreThan64KibAreRefused() {
        for (int length : new int[] {150, 250}) {
            List<LifecycleRule> rules = new ArrayList<>();
            for (int i = 0; i < 300; i++) {
                String prefix = "%03d".formatted(i) + "&".repeat(length);
                rules.add(LifecycleRule.builder()
                        .id("r" + i)
                        .status(ExpirationStatus.ENABLED)
                        .filter(f -> f.prefix(prefix))
                        .expiration(e -> e.days(1))
                        .build());
            }
            assertThatThrownBy(() -> s3.putBucketLifecycleConfiguration(
                            b -> b.bucket("data").lifecycleConfiguration(c -> c.rules(rules))))
                    .isInstanceOf(S3Exception.class)
                    .hasMessageContaining("64 KiB");
        }
    }
}
