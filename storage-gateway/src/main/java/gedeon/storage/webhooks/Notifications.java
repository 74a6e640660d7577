package gedeon.storage.webhooks;

import gedeon.storage.webhooks.Deliveries.Due;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Delivers notices: a POST of S3's event message, at least once, in no order, signed in {@code X-Gedeon-Signature} with HMAC-SHA256 of the body. Any 2xx
 * is taken as delivered; else the outbox's own pauses and its end after 20 attempts hold, and the webhook's other notices wait with it. Nobody waits for
 * another's webhook.
 */
public final class Notifications implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Notifications.class);
    /** Well within a claim's minute, which so never ends during a delivery. */
    private static final Duration TO_ANSWER = Duration.ofSeconds(20);

    private static final Duration TO_END = Duration.ofSeconds(5);
    private static final int AT_ONCE = 64;

    private final Deliveries deliveries;
    private final Webhooks webhooks;
    private final String region;
    private final Post post = new Post(TO_ANSWER);
    private final Semaphore permits = new Semaphore(AT_ONCE);
    private final Bell bell;
    private final Map<String, Integer> running = new ConcurrentHashMap<>();
    private final Thread thread;

    /** @param bell rung whenever this process commits a notice */
    public Notifications(Deliveries deliveries, Webhooks webhooks, WebhookSettings settings, Bell bell) {
        this.bell = bell;
        this.deliveries = deliveries;
        this.webhooks = webhooks;
        this.region = settings.region();
        this.thread = Thread.ofVirtual().name("notifications").start(this::run);
    }

    private void run() {
        try (ExecutorService senders = Executors.newVirtualThreadPerTaskExecutor()) {
            try {
                while (!Thread.currentThread().isInterrupted()) {
                    if (!round(senders)) {
                        // The next may be of a webhook that has just ended one, which rings too.
                        bell.await();
                    }
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            senders.shutdownNow();
        }
    }

    /** Sends what is due, as far as there are permits, and waits for none of it; false where nothing was. */
    private boolean round(ExecutorService senders) throws InterruptedException {
        permits.acquire();
        int free = 1 + permits.drainPermits();
        List<Due> claimed = List.of();
        try {
            claimed = deliveries.claim(Map.copyOf(running), free);
        } catch (RuntimeException e) {
            if (!Thread.currentThread().isInterrupted()) {
                LOG.warn("notifications wait: {}", e.getMessage());
            }
        } finally {
            permits.release(free - claimed.size());
        }
        for (Due one : claimed) {
            running.merge(one.webhook(), 1, Integer::sum);
            senders.execute(() -> {
                try {
                    deliver(one);
                } finally {
                    running.computeIfPresent(one.webhook(), (hook, n) -> n == 1 ? null : n - 1);
                    permits.release();
                    bell.ring();
                }
            });
        }
        return !claimed.isEmpty();
    }

    private void deliver(Due row) {
        try {
            attempt(row);
        } catch (RuntimeException e) {
            // The row comes back when its claim ends, where the database could not be told either.
            LOG.warn("a notification of webhook {} waits: {}", row.webhook(), e.getMessage());
        }
    }

    private void attempt(Due row) {
        Notice notice;
        Optional<Webhooks.Target> target;
        try {
            notice = Notice.read(row.body());
            target = webhooks.target(notice.version().notebook(), notice.webhook());
        } catch (RuntimeException e) {
            deliveries.failed(row, "not sent to the webhook " + row.webhook() + ": " + e);
            return;
        }
        int notebook = notice.version().notebook();
        String failure;
        try {
            // Nobody is told in place of a webhook that was removed.
            int status = target.isEmpty() ? 200 : send(target.get(), row, notice);
            failure = status / 100 == 2 ? "" : "the webhook " + row.webhook() + " answered " + status;
        } catch (IOException e) {
            if (Thread.currentThread().isInterrupted()) {
                // This side ends: nobody failed, and the claim ends by itself.
                return;
            }
            failure = "the webhook " + row.webhook() + " was not reached: " + e.getMessage();
        } catch (RuntimeException e) {
            failure = "not sent to the webhook " + row.webhook() + ": " + e;
        }
        if (failure.isEmpty()) {
            deliveries.done(row, notebook, notice.webhook());
        } else {
            deliveries.failed(row, failure);
            deliveries.pause(notebook, notice.webhook());
        }
    }

    private int send(Webhooks.Target target, Due row, Notice notice) throws IOException {
        byte[] body = EventMessage.of(row.event(), notice, region);
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("Content-Type", "application/json");
        headers.put("User-Agent", "Gedeon");
        headers.put("X-Gedeon-Delivery", Long.toString(row.id()));
        headers.put("X-Gedeon-Signature", "sha256=" + HexFormat.of().formatHex(sign(target.secret(), body)));
        return post.send(target.destination(), headers, body);
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
    }
}
