package gedeon.storage.webhooks;

import gedeon.storage.events.JdbcOutbox;
import gedeon.storage.events.JdbcOutbox.Claimed;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Delivers notices: a POST of S3's event message, at least once, in no order, signed in {@code X-Gedeon-Signature} with HMAC-SHA256 of the body. Any 2xx
 * is taken as delivered; else the outbox's own pauses and its end after 20 attempts hold.
 */
public final class Notifications implements AutoCloseable {
    /** The outbox's consumer. */
    public static final String CONSUMER = "notifications";

    private static final Logger LOG = LoggerFactory.getLogger(Notifications.class);
    private static final Duration PAUSE = Duration.ofMillis(500);
    private static final Duration TO_CONNECT = Duration.ofSeconds(5);
    private static final Duration TO_ANSWER = Duration.ofSeconds(15);
    private static final Duration TO_END = Duration.ofSeconds(5);
    /** Delivered at the same time, so that a claim, which lasts a minute, never ends in between. */
    private static final int AT_ONCE = 16;

    private final JdbcOutbox outbox;
    private final Webhooks webhooks;
    private final String region;
    private final HttpClient http;
    private final Thread thread;

    public Notifications(JdbcOutbox outbox, Webhooks webhooks, WebhookSettings settings) {
        this.outbox = outbox;
        this.webhooks = webhooks;
        this.region = settings.region();
        this.http = HttpClient.newBuilder()
                .connectTimeout(TO_CONNECT)
                .followRedirects(HttpClient.Redirect.NEVER)
                .version(HttpClient.Version.HTTP_1_1)
                .build();
        this.thread = Thread.ofVirtual().name("notifications").start(this::run);
    }

    private void run() {
        try (ExecutorService senders = Executors.newVirtualThreadPerTaskExecutor()) {
            while (!Thread.currentThread().isInterrupted()) {
                try {
                    if (round(senders) == 0) {
                        Thread.sleep(PAUSE);
                    }
                } catch (InterruptedException e) {
                    senders.shutdownNow();
                    return;
                } catch (RuntimeException e) {
                    if (!Thread.currentThread().isInterrupted()) {
                        LOG.warn("notifications wait: {}", e.getMessage());
                    }
                    pause();
                }
            }
        }
    }

    private static void pause() {
        try {
            Thread.sleep(PAUSE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private int round(ExecutorService senders) throws InterruptedException {
        List<Claimed> claimed = outbox.claimRows(CONSUMER, AT_ONCE);
        List<Future<?>> sent = new ArrayList<>();
        claimed.forEach(one -> sent.add(senders.submit(() -> deliver(one))));
        for (Future<?> one : sent) {
            try {
                one.get();
            } catch (java.util.concurrent.ExecutionException e) {
                // The row comes back when its claim ends.
                LOG.warn("a notification waits: {}", e.getMessage());
            }
        }
        return claimed.size();
    }

    private void deliver(Claimed row) {
        Notice notice = Notice.read(row.body());
        try {
            Optional<Webhooks.Target> target = webhooks.target(notice.version().notebook(), notice.webhook());
            int status = target.isEmpty() ? 200 : send(target.get(), row, notice);
            if (status / 100 == 2) {
                outbox.doneRow(row.id());
            } else {
                outbox.failedRow(row.id(), "the webhook " + notice.webhook() + " answered " + status);
            }
        } catch (IOException | IllegalArgumentException e) {
            outbox.failedRow(row.id(), "the webhook " + notice.webhook() + " was not reached: " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private int send(Webhooks.Target target, Claimed row, Notice notice) throws IOException, InterruptedException {
        byte[] body = EventMessage.of(row.event(), notice, region);
        HttpRequest request = HttpRequest.newBuilder(target.address())
                .timeout(TO_ANSWER)
                .header("Content-Type", "application/json")
                .header("User-Agent", "Gedeon")
                .header("X-Gedeon-Delivery", Long.toString(row.id()))
                .header("X-Gedeon-Signature", "sha256=" + HexFormat.of().formatHex(sign(target.secret(), body)))
                .POST(HttpRequest.BodyPublishers.ofByteArray(body))
                .build();
        HttpResponse<InputStream> answer = http.send(request, HttpResponse.BodyHandlers.ofInputStream());
        // What it says beside its status is nobody's business, and may have no end.
        answer.body().close();
        return answer.statusCode();
    }

    private static byte[] sign(byte[] secret, byte[] body) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret, "HmacSHA256"));
            return mac.doFinal(body);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        thread.interrupt();
        try {
            thread.join(TO_END);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        http.shutdownNow();
    }
}
