package gedeon.server.web.operations;

import gedeon.kernel.ByteCount;
import gedeon.server.web.Moment;
import gedeon.storage.lifecycle.jobs.StorageJob;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A job as a row.
 *
 * @param tier that it is about; empty where it is about all
 * @param percent of its round; -1 between two rounds
 * @param blobs and {@code bytes} a second of late; empty where nobody knows
 * @param left until this round ends, at that rate
 * @param limit bytes a second at most; empty where there is none
 * @param cancels whether it ends by itself, so that it may be cancelled
 */
record JobLine(
        long id,
        String kind,
        String tier,
        String state,
        int percent,
        String done,
        String all,
        String failed,
        String blobs,
        String bytes,
        String left,
        String limit,
        @Nullable String reason,
        @Nullable Moment ended,
        boolean runs,
        boolean paused,
        boolean cancels) {
    static JobLine of(Facts.OfJob one, Locale locale) {
        StorageJob job = one.job();
        boolean runs = job.state() == StorageJob.State.RUNNING;
        boolean paused = job.state() == StorageJob.State.PAUSED;
        Instant ended = job.finished() == null ? job.roundEnded() : job.finished();
        String tier = one.tier();
        int percent = runs || paused ? TierLine.percent(job) : -1;
        return new JobLine(
                job.id(),
                job.kind().name(),
                tier == null ? "" : tier,
                job.state().name(),
                percent,
                Risks.count(job.done(), locale),
                Risks.count(job.blobs(), locale),
                job.failed() == 0 ? "" : Risks.count(job.failed(), locale),
                one.rate()
                        .filter(rate -> percent >= 0)
                        .map(rate -> String.format(locale, "%,.1f", rate.blobs()))
                        .orElse(""),
                one.rate()
                        .filter(rate -> percent >= 0 && rate.bytes() >= 1)
                        .map(rate -> new ByteCount((long) rate.bytes()).human(locale))
                        .orElse(""),
                one.rate()
                        .filter(rate -> percent >= 0)
                        .flatMap(rate -> rate.until(job.blobs() - job.done()))
                        .map(span -> Span.of(span, locale))
                        .orElse(""),
                job.bandwidth() == 0 ? "" : new ByteCount(job.bandwidth()).human(locale),
                job.reason(),
                ended == null ? null : Moment.of(ended, locale),
                runs,
                paused,
                (runs || paused) && job.kind().ends());
    }
}
