package gedeon.storage.s3;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import gedeon.storage.Await;
import gedeon.storage.GatewaySettings;
import gedeon.storage.Outbox;
import gedeon.storage.TestGateway;
import gedeon.storage.webhooks.WebhookSettings;
import gedeon.storage.webhooks.Webhooks;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.BucketVersioningStatus;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.Event;
import software.amazon.awssdk.services.s3.model.FilterRuleName;
import software.amazon.awssdk.services.s3.model.S3Exception;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What a webhook hears of a bucket. */
class NotificationFaceTests {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    record Heard(String body, String signature) {
        JsonNode event() {
            return JSON.readTree(body).get("Records").get(0);
        }

        String name() {
            return event().get("eventName").asString();
        }
    }

    private final List<Heard> heard = new CopyOnWriteArrayList<>();
    private final AtomicInteger refusals = new AtomicInteger();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private GatewaySettings settings;
    private HttpServer listener;
    private RunningS3 running;
    private S3Client s3;
    private Webhooks.Made hook;

    @BeforeEach
    void start() throws IOException {
        listener = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        listener.createContext("/hook", exchange -> {
            byte[] body = exchange.getRequestBody().readAllBytes();
            boolean refused = refusals.getAndDecrement() > 0;
            if (!refused) {
                heard.add(new Heard(
                        new String(body, UTF_8), exchange.getRequestHeaders().getFirst("X-Gedeon-Signature")));
            }
            exchange.sendResponseHeaders(refused ? 503 : 204, -1);
            exchange.close();
        });
        listener.setExecutor(threads);
        listener.start();
        settings = TestGateway.settings().withWebhooks(new WebhookSettings(true, "us-east-1"));
        running = new RunningS3(settings);
        s3 = running.client(running.owner);
        s3.createBucket(b -> b.bucket("data"));
        hook = running.gateway
                .webhooks()
                .add(
                        running.notebook,
                        "lims",
                        "http://127.0.0.1:" + listener.getAddress().getPort() + "/hook");
    }

    @AfterEach
    void stop() throws IOException {
        s3.close();
        running.close();
        listener.stop(0);
        threads.close();
    }

    private void tell(Event... events) {
        s3.putBucketNotificationConfiguration(b -> b.bucket("data")
                .notificationConfiguration(c -> c.topicConfigurations(t -> t.id("one")
                        .topicArn(hook.webhook().arn())
                        .events(events)
                        .filter(f -> f.key(k -> k.filterRules(
                                r -> r.name(FilterRuleName.PREFIX).value("runs/"),
                                r -> r.name(FilterRuleName.SUFFIX).value(".raw")))))));
    }

    private void put(String key) {
        s3.putObject(b -> b.bucket("data").key(key), RequestBody.fromString("text"));
    }

    @Test
    void anObjectThatFitsIsToldWithItsSignature() throws Exception {
        tell(Event.S3_OBJECT_CREATED);
        put("other/a.raw");
        put("runs/a.txt");
        put("runs/a b.raw");
        Await.until(() -> heard.size() == 1);
        JsonNode event = heard.getFirst().event();
        assertThat(heard.getFirst().name()).isEqualTo("ObjectCreated:Put");
        JsonNode told = event.get("s3");
        assertThat(told.get("bucket").get("name").asString()).isEqualTo("data");
        assertThat(told.get("configurationId").asString()).isEqualTo("one");
        assertThat(told.get("object").get("key").asString()).isEqualTo("runs%2Fa+b.raw");
        assertThat(told.get("object").get("size").asLong()).isEqualTo(4);
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(hook.secret().getBytes(UTF_8), "HmacSHA256"));
        assertThat(heard.getFirst().signature())
                .isEqualTo("sha256="
                        + HexFormat.of()
                                .formatHex(mac.doFinal(heard.getFirst().body().getBytes(UTF_8))));
        Await.until(() -> running.gateway.outbox().backlog("notifications").waiting() == 0);
    }

    @Test
    void eachWayInAndOutHasItsName() throws Exception {
        s3.putBucketVersioning(
                b -> b.bucket("data").versioningConfiguration(c -> c.status(BucketVersioningStatus.ENABLED)));
        tell(Event.S3_OBJECT_CREATED, Event.S3_OBJECT_REMOVED, Event.S3_OBJECT_TAGGING);
        put("runs/1.raw");
        s3.copyObject(c -> c.sourceBucket("data")
                .sourceKey("runs/1.raw")
                .destinationBucket("data")
                .destinationKey("runs/2.raw"));
        String upload = s3.createMultipartUpload(c -> c.bucket("data").key("runs/3.raw"))
                .uploadId();
        String etag = s3.uploadPart(
                        p -> p.bucket("data").key("runs/3.raw").uploadId(upload).partNumber(1),
                        RequestBody.fromString("part"))
                .eTag();
        s3.completeMultipartUpload(c -> c.bucket("data")
                .key("runs/3.raw")
                .uploadId(upload)
                .multipartUpload(m ->
                        m.parts(CompletedPart.builder().partNumber(1).eTag(etag).build())));
        new PostForm()
                .field("key", "runs/4.raw")
                .signed(running.owner, "data")
                .send(running.address().resolve("/data"), "f", "text".getBytes(UTF_8));
        s3.putObjectTagging(t -> t.bucket("data")
                .key("runs/1.raw")
                .tagging(g -> g.tagSet(one -> one.key("a").value("b"))));
        s3.deleteObjectTagging(t -> t.bucket("data").key("runs/1.raw"));
        String marker = s3.deleteObject(d -> d.bucket("data").key("runs/1.raw")).versionId();
        s3.deleteObject(d -> d.bucket("data").key("runs/1.raw").versionId(marker));
        Await.until(() -> heard.size() >= 8);
        assertThat(heard.stream().map(Heard::name))
                .containsExactlyInAnyOrder(
                        "ObjectCreated:Put",
                        "ObjectCreated:Copy",
                        "ObjectCreated:CompleteMultipartUpload",
                        "ObjectCreated:Post",
                        "ObjectTagging:Put",
                        "ObjectTagging:Delete",
                        "ObjectRemoved:DeleteMarkerCreated",
                        "ObjectRemoved:Delete");
    }

    @Test
    void whatIsNotTakenIsToldAgain() {
        refusals.set(1);
        tell(Event.S3_OBJECT_CREATED);
        put("runs/a.raw");
        Await.until(() -> heard.size() == 1);
        assertThat(refusals.get()).isNegative();
    }

    @Test
    void aReceiverWhoDoesNotAnswerKeepsNoOtherWaiting() throws Exception {
        CountDownLatch answer = new CountDownLatch(1);
        AtomicInteger asked = new AtomicInteger();
        listener.createContext("/slow", exchange -> {
            asked.incrementAndGet();
            try {
                answer.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            exchange.sendResponseHeaders(204, -1);
            exchange.close();
        });
        Webhooks.Made slow = running.gateway
                .webhooks()
                .add(
                        running.notebook,
                        "slow",
                        "http://127.0.0.1:" + listener.getAddress().getPort() + "/slow");
        s3.createBucket(b -> b.bucket("slow"));
        s3.putBucketNotificationConfiguration(b -> b.bucket("slow")
                .notificationConfiguration(c -> c.topicConfigurations(
                        t -> t.topicArn(slow.webhook().arn()).events(Event.S3_OBJECT_CREATED))));
        tell(Event.S3_OBJECT_CREATED);
        for (int i = 0; i < 20; i++) {
            String key = "k" + i;
            s3.putObject(b -> b.bucket("slow").key(key), RequestBody.fromString("text"));
        }
        Await.until(() -> asked.get() == 4);
        for (int i = 0; i < 8; i++) {
            put("runs/" + i + ".raw");
        }
        Await.until(() -> heard.size() == 8);
        assertThat(asked).hasValue(4);
        answer.countDown();
        Await.until(() -> running.gateway.outbox().backlog("notifications").waiting() == 0);
        assertThat(asked).hasValue(20);
    }

    private int sql(String statement) throws Exception {
        try (var c = DriverManager.getConnection(settings.jdbcUrl(), settings.user(), settings.password());
                var act = c.createStatement()) {
            return act.executeUpdate(statement);
        }
    }

    @Test
    void aNoticeThatCannotBeReadIsParkedAfterItsLastAttempt() throws Exception {
        sql(
                "insert into storage.outbox (consumer, event, body, change, attempts, webhook) values ('notifications', 'e', '{}', 1, 19, '"
                        + running.notebook + "/lims')");
        Await.until(() -> running.gateway.outbox().backlog("notifications").parked() == 1);
    }

    @Test
    void aWebhookThatIsRemovedTakesWhatWaitsAndWhatIsParkedAlong() throws Exception {
        refusals.set(1000);
        tell(Event.S3_OBJECT_CREATED);
        put("runs/a.raw");
        put("runs/b.raw");
        Await.until(() -> refusals.get() < 1000);
        sql(
                "update storage.outbox set parked = true where id = (select max(id) from storage.outbox where webhook is not null)");
        running.gateway.webhooks().remove(running.notebook, "lims");
        assertThat(running.gateway.outbox().backlog("notifications")).isEqualTo(new Outbox.Backlog(0, 0));
    }

    @Test
    void whileAWebhookFailsItsOtherNoticesWaitToo() throws Exception {
        // Until it is said otherwise: its first pause is of two seconds, after which one that takes it is tried again.
        refusals.set(1000);
        tell(Event.S3_OBJECT_CREATED);
        put("runs/a.raw");
        Await.until(() -> number("select count(*) from storage.webhook where failures > 0") == 1);
        sql("update storage.webhook set paused_until = now() + interval '1 hour'");
        Await.until(() ->
                number("select count(*) from storage.outbox where webhook is not null and claimed_until > now()") == 0);
        refusals.set(0);
        put("runs/b.raw");
        sql("update storage.outbox set ready_at = now() where webhook is not null");
        Webhooks.Made other = running.gateway
                .webhooks()
                .add(
                        running.notebook,
                        "other",
                        "http://127.0.0.1:" + listener.getAddress().getPort() + "/hook");
        hook = other;
        tell(Event.S3_OBJECT_CREATED);
        put("runs/c.raw");
        Await.until(() -> heard.size() == 1);
        assertThat(heard.getFirst().body()).contains("runs%2Fc.raw");
        sql("update storage.webhook set paused_until = now()");
        Await.until(() -> heard.size() == 3);
        Await.until(() -> number("select count(*) from storage.webhook where failures > 0") == 0);
    }

    private int number(String query) {
        try (var c = DriverManager.getConnection(settings.jdbcUrl(), settings.user(), settings.password());
                var act = c.createStatement();
                var row = act.executeQuery(query)) {
            row.next();
            return row.getInt(1);
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void aConfigurationIsShownAndTakenAway() {
        assertThat(s3.getBucketNotificationConfiguration(b -> b.bucket("data")).topicConfigurations())
                .isEmpty();
        tell(Event.S3_OBJECT_CREATED_PUT);
        var shown = s3.getBucketNotificationConfiguration(b -> b.bucket("data"))
                .topicConfigurations()
                .getFirst();
        assertThat(shown.topicArn()).isEqualTo(hook.webhook().arn());
        assertThat(shown.events()).containsExactly(Event.S3_OBJECT_CREATED_PUT);
        assertThat(shown.filter().key().filterRules()).hasSize(2);
        s3.putBucketNotificationConfiguration(b -> b.bucket("data").notificationConfiguration(c -> {}));
        assertThat(s3.getBucketNotificationConfiguration(b -> b.bucket("data")).topicConfigurations())
                .isEmpty();
    }

    @Test
    void onlyWebhooksOfTheBucketsNotebookAreTaken() {
        int other = TestGateway.notebook(running.gateway, "other", 1 << 20).id();
        String theirs = running.gateway
                .webhooks()
                .add(other, "lims", "http://127.0.0.1:1/hook")
                .webhook()
                .arn();
        for (String arn : new String[] {
            theirs, "arn:aws:sns:us-east-1:123456789012:topic", hook.webhook().arn() + "-unknown"
        }) {
            assertThatThrownBy(() -> s3.putBucketNotificationConfiguration(b -> b.bucket("data")
                            .notificationConfiguration(c ->
                                    c.queueConfigurations(q -> q.queueArn(arn).events(Event.S3_OBJECT_CREATED)))))
                    .isInstanceOfSatisfying(
                            S3Exception.class,
                            e -> assertThat(e.awsErrorDetails().errorCode()).isEqualTo("InvalidArgument"));
        }
    }
}
