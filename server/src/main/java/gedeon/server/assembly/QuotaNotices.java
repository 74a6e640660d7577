package gedeon.server.assembly;

import gedeon.storage.QuotaNearlyFull;
import gedeon.storage.QuotaWatch;
import gedeon.storage.Scope;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.ApplicationEventPublisher;

/**
 * Tells what is nearly full: each event of the outbox to the log and to whoever listens in this process, and to Prometheus the scopes that are above a
 * threshold now, at most {@value #MOST} of them, those with least left first.
 */
final class QuotaNotices implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(QuotaNotices.class);
    static final int MOST = 100;
    private static final long EVERY_MILLIS = 5_000;

    private final QuotaWatch watch;
    private final ApplicationEventPublisher listeners;
    private final MultiGauge gauge;
    private final Thread thread;

    QuotaNotices(QuotaWatch watch, ApplicationEventPublisher listeners, MeterRegistry meters) {
        this.watch = watch;
        this.listeners = listeners;
        this.gauge = MultiGauge.builder("gedeon.quota.nearly.full")
                .description("share of the limit that is used, of scopes above their warning threshold")
                .register(meters);
        this.thread = Thread.ofVirtual().name("quota-notices").start(this::run);
    }

    private void run() {
        while (!Thread.currentThread().isInterrupted()) {
            try {
                round();
                Thread.sleep(EVERY_MILLIS);
            } catch (InterruptedException e) {
                return;
            } catch (RuntimeException e) {
                if (!Thread.currentThread().isInterrupted()) {
                    LOG.warn("what is nearly full is told in the next round: {}", e.getMessage());
                }
            }
        }
    }

    void round() {
        watch.deliver(this::tell);
        List<QuotaNearlyFull> now = watch.nearlyFull(MOST);
        gauge.register(
                now.stream()
                        .map(one -> MultiGauge.Row.of(Tags.of("kind", kind(one), "name", one.name()), one.share()))
                        .toList(),
                true);
    }

    private void tell(QuotaNearlyFull event) {
        LOG.warn(
                "quota of {} {} is {} per cent used: limit {} bytes, used {}",
                kind(event),
                event.name(),
                event.percent(),
                event.quota().limit(),
                event.quota().used());
        listeners.publishEvent(event);
    }

    private static String kind(QuotaNearlyFull one) {
        return one.scope() instanceof Scope.OfUnit ? "unit" : "notebook";
    }

    @Override
    public void close() {
        thread.interrupt();
        try {
            thread.join(2_000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
