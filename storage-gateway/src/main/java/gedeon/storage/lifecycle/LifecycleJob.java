package gedeon.storage.lifecycle;

import gedeon.storage.lifecycle.tiering.Unsettled;
import gedeon.storage.namespace.Uploads;
import gedeon.storage.objects.Bucket;
import gedeon.storage.objects.BucketSetting;
import gedeon.storage.objects.ObjectStore;
import gedeon.storage.sql.Sql;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Walks the buckets that have rules, and ends uploads that nobody goes on with; beside other processes that do the same. Each of these has a thread of its
 * own: buckets that take days to walk keep no upload's room.
 */
public final class LifecycleJob implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(LifecycleJob.class);

    private final ObjectStore store;
    private final LifecycleSettings settings;
    private final Function<String, LifecycleRules> reader;
    private final Outranks outranks;
    private final Claims claims;
    private final StaleUploads uploads;
    private final List<Turn> turns;

    /**
     * @param rows of the uploads in {@code store}
     * @param unsettled what storage policies still want of versions
     * @param reader of the text that a bucket keeps as its lifecycle
     */
    public LifecycleJob(
            Sql sql,
            ObjectStore store,
            Uploads rows,
            LifecycleSettings settings,
            Unsettled unsettled,
            Function<String, LifecycleRules> reader) {
        this.outranks = Outranks.by(unsettled);
        this.store = store;
        this.settings = settings;
        this.reader = reader;
        this.claims = new Claims(sql);
        this.uploads = new StaleUploads(sql, store, rows);
        this.turns = List.of(
                new Turn("lifecycle", settings.pause(), this::walks),
                new Turn(
                        "abandoned uploads", settings.pause(), () -> uploads.abortAbandoned(settings.abandonedAfter())),
                new Turn(
                        "completed uploads",
                        settings.pause(),
                        () -> uploads.forgetCompleted(settings.completedAfter())),
                new Turn("unused room of uploads", settings.pause(), uploads::releaseUnused));
    }

    private void walks() {
        claims.takeUp();
        Optional<Claims.Claim> claim;
        while (!Thread.currentThread().isInterrupted() && (claim = claims.next()).isPresent()) {
            walk(claim.get());
        }
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
        KeptBack kept;
        try {
            Walk walk = new Walk(
                    store,
                    uploads,
                    bucket.get(),
                    rules.get(),
                    outranks,
                    settings.days(),
                    first.after(),
                    first.kept(),
                    (last, soFar) -> {
                        claim[0] =
                                claims.renewed(claim[0], last, soFar).orElseThrow(() -> new Walk.Ended(first.bucket()));
                        return claims.now();
                    });
            int gone = walk.run();
            kept = walk.kept();
            if (gone > 0) {
                LOG.info("{} versions, markers and uploads of bucket {} went by its lifecycle", gone, first.bucket());
            }
        } catch (RuntimeException e) {
            if (!Thread.currentThread().isInterrupted()) {
                LOG.warn(
                        "the lifecycle of bucket {} goes on soon, behind the last key: {}",
                        first.bucket(),
                        e.getMessage());
                claims.stopped(claim[0], settings.pause());
            }
            return;
        }
        claims.done(claim[0], kept, settings.every());
    }

    @Override
    public void close() {
        turns.forEach(Turn::close);
    }
}
