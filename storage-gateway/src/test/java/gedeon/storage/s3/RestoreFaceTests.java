package gedeon.storage.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import gedeon.storage.Await;
import gedeon.storage.GatewaySettings;
import gedeon.storage.TestGateway;
import gedeon.storage.lifecycle.TieringSettings;
import gedeon.storage.lifecycle.tiering.PolicyRule;
import gedeon.storage.lifecycle.tiering.StoragePolicy;
import gedeon.storage.notebooks.Role;
import gedeon.storage.tier.jdbc.TierRow;
import gedeon.storage.webhooks.WebhookSettings;
import gedeon.storage.webhooks.Webhooks;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.Event;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.InvalidObjectStateException;
import software.amazon.awssdk.services.s3.model.ObjectAttributes;
import software.amazon.awssdk.services.s3.model.ObjectStorageClass;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.StorageClass;
import software.amazon.awssdk.services.s3.model.Tier;
import tools.jackson.databind.json.JsonMapper;

/** Archives as clients of S3 know them: what lies there says so, is refused, restored, read for some days, and refused again. */
class RestoreFaceTests {
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

    private final List<String> heard = new CopyOnWriteArrayList<>();
    private GatewaySettings settings;
    private HttpServer listener;
    private RunningS3 running;
    private S3Client s3;
    private TierRow archive;

    @BeforeEach
    void start() throws IOException {
        listener = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        listener.createContext("/hook", exchange -> {
            heard.add(JsonMapper.shared()
                    .readTree(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8))
                    .get("Records")
                    .get(0)
                    .get("eventName")
                    .asString());
            exchange.sendResponseHeaders(204, -1);
            exchange.close();
        });
        listener.start();
        settings = TestGateway.settings().withTiering(QUICK).withWebhooks(new WebhookSettings(true, "us-east-1"));
        running = new RunningS3(settings);
        s3 = running.client(running.owner);
        s3.createBucket(b -> b.bucket("data"));
        archive = running.gateway
                .tiers()
                .add(
                        "archive",
                        "archive",
                        Map.of("root", folder.resolve("archive").toString(), "floor", "0", "seal-after", "PT0S"),
                        0);
        var policies = running.gateway.tiering().policies();
        policies.assign(
                running.notebook,
                policies.save(new StoragePolicy(
                        0,
                        "p",
                        List.of(running.gateway.tiers().all().getFirst().id()),
                        List.of(),
                        List.of(new PolicyRule(archive.id(), null, null, null, null, null, "old/", false, Map.of())),
                        90)));
        running.gateway.tiering().ensureJobs();
    }

    @AfterEach
    void stop() throws IOException {
        assertThat(running.gateway.quotas().verify()).isEmpty();
        s3.close();
        running.close();
        listener.stop(0);
    }

    private HeadObjectResponse head(String key) {
        return s3.headObject(b -> b.bucket("data").key(key));
    }

    private String get(String key) {
        return s3.getObjectAsBytes(b -> b.bucket("data").key(key)).asUtf8String();
    }

    private void archived(String key, String text) {
        s3.putObject(b -> b.bucket("data").key(key), RequestBody.fromString(text));
        Await.until(() -> head(key).storageClass() == StorageClass.GLACIER);
    }

    private int restore(String key, int days) {
        return s3.restoreObject(b -> b.bucket("data")
                        .key(key)
                        .restoreRequest(r -> r.days(days).glacierJobParameters(g -> g.tier(Tier.STANDARD))))
                .sdkHttpResponse()
                .statusCode();
    }

    private static String midnightAfter(int days) {
        return DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ENGLISH)
                .withZone(ZoneOffset.UTC)
                .format(Instant.now().plus(days + 1, ChronoUnit.DAYS).truncatedTo(ChronoUnit.DAYS));
    }

    private void sql(String statement) throws SQLException {
        try (var c = DriverManager.getConnection(settings.jdbcUrl(), settings.user(), settings.password());
                var act = c.createStatement()) {
            act.execute(statement);
        }
    }

    @Test
    void whatIsArchivedIsRestoredReadAndRefusedAgain() throws Exception {
        archived("old/1", "text");
        assertThat(head("old/1").restore()).isNull();
        assertThat(head("old/1").contentLength()).isEqualTo(4);
        assertThatThrownBy(() -> get("old/1")).isInstanceOfSatisfying(InvalidObjectStateException.class, e -> {
            assertThat(e.statusCode()).isEqualTo(403);
            assertThat(e.awsErrorDetails().errorCode()).isEqualTo("InvalidObjectState");
        });

        assertThat(restore("old/1", 2)).isEqualTo(202);
        Await.until(() -> !head("old/1").restore().contains("true"));
        assertThat(head("old/1").restore())
                .isEqualTo("ongoing-request=\"false\", expiry-date=\"" + midnightAfter(2) + "\"");
        assertThat(head("old/1").storageClass()).isEqualTo(StorageClass.GLACIER);
        assertThat(get("old/1")).isEqualTo("text");

        assertThat(restore("old/1", 5)).isEqualTo(200);
        assertThat(head("old/1").restore()).contains(midnightAfter(5));

        sql("update storage.location set restored_until = now() where restored_until is not null");
        assertThatThrownBy(() -> get("old/1")).isInstanceOf(InvalidObjectStateException.class);
        assertThat(head("old/1").restore()).isNull();
        assertThat(restore("old/1", 1)).isEqualTo(202);
        Await.until(() -> !head("old/1").restore().contains("true"));
        assertThat(get("old/1")).isEqualTo("text");
    }

    @Test
    void whileItIsUnderWayItSaysSoAndIsNotBegunAgain() throws Exception {
        archived("old/1", "text");
        // Of this process at once, which would restore it as long as it did not know.
        running.gateway.tiers().setState(archive.id(), TierRow.State.OFF);
        restore("old/1", 1);
        assertThat(head("old/1").restore()).isEqualTo("ongoing-request=\"true\"");
        assertThatThrownBy(() -> restore("old/1", 1)).isInstanceOfSatisfying(S3Exception.class, e -> {
            assertThat(e.statusCode()).isEqualTo(409);
            assertThat(e.awsErrorDetails().errorCode()).isEqualTo("RestoreAlreadyInProgress");
        });
    }

    @Test
    void listingsAndAttributesNameTheStorageClass() {
        archived("old/1", "text");
        s3.putObject(b -> b.bucket("data").key("new/1"), RequestBody.fromString("text"));
        assertThat(s3.listObjectsV2(b -> b.bucket("data")).contents())
                .extracting(one -> one.storageClass())
                .containsExactly(ObjectStorageClass.STANDARD, ObjectStorageClass.GLACIER);
        assertThat(s3.listObjectsV2(b -> b.bucket("data").prefix("old/").delimiter("/"))
                        .contents()
                        .getFirst()
                        .storageClass())
                .isEqualTo(ObjectStorageClass.GLACIER);
        assertThat(s3.listObjectVersions(b -> b.bucket("data").prefix("old/"))
                        .versions()
                        .getFirst()
                        .storageClassAsString())
                .isEqualTo("GLACIER");
        assertThat(s3.getObjectAttributes(
                                b -> b.bucket("data").key("old/1").objectAttributes(ObjectAttributes.STORAGE_CLASS))
                        .storageClass())
                .isEqualTo(StorageClass.GLACIER);
        assertThat(head("new/1").storageClassAsString()).isNull();
        // What takes its place is read at once. Nobody is to bring it into the archive before.
        running.gateway.tiering().close();
        s3.putObject(b -> b.bucket("data").key("old/1").tagging("a=b"), RequestBody.fromString("other"));
        assertThat(get("old/1")).isEqualTo("other");
    }

    @Test
    void whatIsNotReadIsNotCopiedEither() {
        archived("old/1", "text");
        assertThatThrownBy(() -> s3.copyObject(c -> c.sourceBucket("data")
                        .sourceKey("old/1")
                        .destinationBucket("data")
                        .destinationKey("new/1")))
                .isInstanceOfSatisfying(
                        S3Exception.class,
                        e -> assertThat(e.awsErrorDetails().errorCode()).isEqualTo("InvalidObjectState"));
        String upload =
                s3.createMultipartUpload(c -> c.bucket("data").key("new/2")).uploadId();
        assertThatThrownBy(() -> s3.uploadPartCopy(c -> c.sourceBucket("data")
                        .sourceKey("old/1")
                        .destinationBucket("data")
                        .destinationKey("new/2")
                        .uploadId(upload)
                        .partNumber(1)))
                .isInstanceOfSatisfying(
                        S3Exception.class,
                        e -> assertThat(e.awsErrorDetails().errorCode()).isEqualTo("InvalidObjectState"));
    }

    @Test
    void whatCannotBeAskedIsRefused() {
        archived("old/1", "text");
        s3.putObject(b -> b.bucket("data").key("new/1"), RequestBody.fromString("text"));
        assertThatThrownBy(() -> restore("new/1", 1))
                .isInstanceOfSatisfying(
                        S3Exception.class,
                        e -> assertThat(e.awsErrorDetails().errorCode()).isEqualTo("InvalidObjectState"));
        assertThatThrownBy(() -> restore("old/none", 1))
                .isInstanceOfSatisfying(
                        S3Exception.class, e -> assertThat(e.statusCode()).isEqualTo(404));
        assertThatThrownBy(() -> restore("old/1", 0))
                .isInstanceOfSatisfying(
                        S3Exception.class, e -> assertThat(e.statusCode()).isEqualTo(400));
        assertThatThrownBy(() ->
                        s3.restoreObject(b -> b.bucket("data").key("old/1").restoreRequest(r -> {})))
                .isInstanceOfSatisfying(
                        S3Exception.class,
                        e -> assertThat(e.awsErrorDetails().errorCode()).isEqualTo("MalformedXML"));
        try (S3Client reader = running.client(running.key(running.notebook, Role.READER))) {
            assertThatThrownBy(() -> reader.restoreObject(
                            b -> b.bucket("data").key("old/1").restoreRequest(r -> r.days(1))))
                    .isInstanceOfSatisfying(
                            S3Exception.class, e -> assertThat(e.statusCode()).isEqualTo(403));
        }
    }

    @Test
    void aWebhookHearsThatItWasAskedForAndThatItIsThere() {
        Webhooks.Made hook = running.gateway
                .webhooks()
                .add(
                        running.notebook,
                        "lims",
                        "http://127.0.0.1:" + listener.getAddress().getPort() + "/hook");
        s3.putBucketNotificationConfiguration(b -> b.bucket("data")
                .notificationConfiguration(c -> c.topicConfigurations(
                        t -> t.id("one").topicArn(hook.webhook().arn()).events(Event.S3_OBJECT_RESTORE))));
        archived("old/1", "text");
        restore("old/1", 1);
        Await.until(() -> heard.size() >= 2);
        assertThat(heard).containsExactlyInAnyOrder("ObjectRestore:Post", "ObjectRestore:Completed");
    }
}
