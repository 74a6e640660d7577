package gedeon.storage.s3;

import static org.assertj.core.api.Assertions.assertThat;

import gedeon.storage.Await;
import gedeon.storage.GatewaySettings;
import gedeon.storage.TestGateway;
import gedeon.storage.lifecycle.LifecycleSettings;
import gedeon.storage.lifecycle.TieringSettings;
import gedeon.storage.lifecycle.tiering.PolicyRule;
import gedeon.storage.lifecycle.tiering.StoragePolicy;
import gedeon.storage.tier.jdbc.TierRow;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.BucketVersioningStatus;
import software.amazon.awssdk.services.s3.model.ExpirationStatus;
import software.amazon.awssdk.services.s3.model.LifecycleRule;
import software.amazon.awssdk.services.s3.model.ObjectVersion;
import software.amazon.awssdk.services.s3.model.TransitionStorageClass;

/** Transitions to archives by a bucket's own rules, on days of 50 milliseconds, where the notebook's policy lets anything into an archive at all. */
class TransitionFaceTests {
    private static final TieringSettings QUICK = new TieringSettings(
            2,
            Duration.ofMinutes(2),
            Duration.ofMillis(20),
            Duration.ofMillis(50),
            Duration.ofMillis(100),
            Duration.ZERO,
            0.3,
            Duration.ofDays(1));

    @TempDir
    Path folder;

    private GatewaySettings settings;
    private RunningS3 running;
    private S3Client s3;
    private TierRow archive;

    @BeforeEach
    void start() throws IOException {
        settings = TestGateway.settings()
                .withTiering(QUICK)
                .withLifecycle(new LifecycleSettings(Duration.ofMillis(50), Duration.ofHours(3), Duration.ofHours(3)));
        running = new RunningS3(settings);
        s3 = running.client(running.owner);
        s3.createBucket(b -> b.bucket("data"));
        archive = running.gateway
                .tiers()
                .add(
                        "archive",
                        "archive",
                        Map.of("root", folder.resolve("archive").toString(), "floor", "0"),
                        0);
    }

    @AfterEach
    void stop() throws IOException {
        assertThat(running.gateway.quotas().verify()).isEmpty();
        s3.close();
        running.close();
    }

    private void policy(PolicyRule... rules) {
        var policies = running.gateway.tiering().policies();
        policies.assign(
                running.notebook,
                policies.save(new StoragePolicy(
                        0,
                        "p" + rules.length,
                        List.of(running.gateway.tiers().all().getFirst().id()),
                        List.of(),
                        List.of(rules),
                        90)));
        running.gateway.tiering().ensureJobs();
    }

    private PolicyRule toArchive(String prefix) {
        return new PolicyRule(archive.id(), null, null, null, null, null, prefix, false, Map.of());
    }

    private void rule(Consumer<LifecycleRule.Builder> rule) {
        s3.putBucketLifecycleConfiguration(b -> b.bucket("data")
                .lifecycleConfiguration(c -> c.rules(r -> {
                    r.id("r").status(ExpirationStatus.ENABLED);
                    rule.accept(r);
                })));
    }

    private void put(String key) {
        s3.putObject(b -> b.bucket("data").key(key), RequestBody.fromString("text"));
    }

    private boolean archived(String key) {
        return "GLACIER".equals(s3.headObject(b -> b.bucket("data").key(key)).storageClassAsString());
    }

    @Test
    void whatARuleWantsInAnArchiveGoesThereAfterItsDays() {
        policy(toArchive("policy/"));
        put("raw/1");
        put("other/1");
        put("policy/1");
        rule(r -> r.filter(f -> f.prefix("raw/"))
                .transitions(t -> t.days(1).storageClass(TransitionStorageClass.DEEP_ARCHIVE)));
        Await.until(() -> archived("raw/1") && archived("policy/1"));
        assertThat(archived("other/1")).isFalse();
    }

    @Test
    void noncurrentVersionsGoAndTheNewestOnesStay() {
        s3.putBucketVersioning(
                b -> b.bucket("data").versioningConfiguration(c -> c.status(BucketVersioningStatus.ENABLED)));
        policy(toArchive("policy/"));
        for (int i = 0; i < 4; i++) {
            put("raw/1");
        }
        rule(r -> r.filter(f -> f.prefix(""))
                .noncurrentVersionTransitions(t ->
                        t.noncurrentDays(1).newerNoncurrentVersions(1).storageClass(TransitionStorageClass.GLACIER)));
        Await.until(() -> classes().equals(List.of("STANDARD", "STANDARD", "GLACIER", "GLACIER")));
    }

    private List<String> classes() {
        return s3.listObjectVersions(b -> b.bucket("data")).versions().stream()
                .map(ObjectVersion::storageClassAsString)
                .toList();
    }

    @Test
    void aPolicyThatMovesNothingIntoAnArchiveKeepsEverythingNear() {
        policy();
        put("raw/1");
        rule(r -> r.filter(f -> f.prefix("")).transitions(t -> t.days(1).storageClass(TransitionStorageClass.GLACIER)));
        long rounds = 3;
        for (long i = 0; i < rounds; i++) {
            String due = due();
            Await.until(() -> !due().equals(due));
        }
        assertThat(archived("raw/1")).isFalse();
        // As soon as it does, what waits goes.
        policy(toArchive("policy/"));
        Await.until(() -> archived("raw/1"));
    }

    /** When the next round over all blobs begins. */
    private String due() {
        try (var c = DriverManager.getConnection(settings.jdbcUrl(), settings.user(), settings.password());
                var row = c.createStatement()
                        .executeQuery("select max(due)::text from storage.storage_job where kind = 'PLACING'")) {
            row.next();
            return String.valueOf(row.getString(1));
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }
}
