package gedeon.storage.lifecycle;

import gedeon.storage.objects.Bucket;
import gedeon.storage.objects.BucketSetting;
import gedeon.storage.objects.ObjectStore;
import gedeon.storage.sql.Sql;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Walks the buckets that have rules, and ends uploads that nobody goes on with; in a thread of its own, beside those of other processes. */
public final class LifecycleJob implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(LifecycleJob.class);
    private static final Duration TO_END = Duration.ofSeconds(5);

    private final ObjectStore store;
    private final LifecycleSettings settings;
    private final Function<String, LifecycleRules> reader;
    private final Claims claims;
    private final StaleUploads uploads;
    private final Thread thread;

    /** @param reader of the text that a bucket keeps as its lifecycle */
    public LifecycleJob(
            Sql sql, ObjectStore store, LifecycleSettings settings, Function<String, LifecycleRules> reader) {
        this.store = store;
        this.settings = settings;
        this.reader = reader;
        this.claims = new Claims(sql);
        this.uploads = new StaleUploads(sql, store);
        this.thread = Thread.ofVirtual().name("lifecycle").start(this::run);
    }

    private void run() {
        while (!Thread.currentThread().isInterrupted()) {
            try {
                Thread.sleep(settings.pause());
                round();
            } catch (InterruptedException e) {
                return;
            } catch (RuntimeException e) {
                if (!Thread.currentThread().isInterrupted()) {
                    LOG.warn("lifecycle waits for the next round: {}", e.getMessage());
                }
            }
        }
    }

    private void round() {
        Optional<Claims.Claim> claim;
        while (!Thread.currentThread().isInterrupted() && (claim = claims.next()).isPresent()) {
            walk(claim.get());
        }
        uploads.abortAbandoned(settings.abandonedAfter());
        uploads.forgetCompleted(settings.completedAfter());
    }

    private void walk(Claims.Claim first) {
        Optional<Bucket> bucket = store.bucket(first.bucket());
        Optional<LifecycleRules> rules =
                bucket.flatMap(one -> one.setting(BucketSetting.LIFECYCLE)).map(reader);
        if (bucket.isEmpty() || rules.isEmpty()) {
            claims.forget(first);
            return;
        }
        Claims.Claim[] claim = {first};
        try {
            int gone = new Walk(store, uploads, bucket.get(), rules.get(), settings.days(), () -> {
                        claim[0] = claims.renewed(claim[0]).orElseThrow(() -> new Walk.Ended(first.bucket()));
                        return claims.now();
                    })
                    .run();
            if (gone > 0) {
                LOG.info("{} versions, markers and uploads of bucket {} went by its lifecycle", gone, first.bucket());
            }
        } catch (RuntimeException e) {
            LOG.warn("the lifecycle of bucket {} goes on with its next walk: {}", first.bucket(), e.getMessage());
        }
        claims.done(claim[0], settings.every());
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
