package gedeon.server.web;

import gedeon.kernel.ByteCount;
import gedeon.storage.lifecycle.KeptBack;
import gedeon.storage.lifecycle.LifecycleReports;
import gedeon.storage.lifecycle.LifecycleReports.Report;
import gedeon.storage.objects.Bucket;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What became of the lifecycle of a bucket.
 *
 * @param rules that are enabled
 * @param walked when they were last looked at for all of it; null before
 * @param kept what they wanted and something outranks
 */
record LifecycleLine(long rules, @Nullable Moment walked, List<Kept> kept) {
    /** @param why part of the key of its words */
    record Kept(String why, long versions, String bytes, String example) {}

    /** Null where no rule is enabled. */
    static @Nullable LifecycleLine of(LifecycleReports reports, Bucket bucket, Locale locale) {
        long rules = reports.enabled(bucket);
        if (rules == 0) {
            return null;
        }
        Optional<Report> report = reports.of(bucket.id());
        Instant walked = report.map(Report::walked).orElse(null);
        KeptBack kept = report.map(Report::kept).orElse(KeptBack.NONE);
        return new LifecycleLine(
                rules,
                walked == null ? null : Moment.of(walked, locale),
                Arrays.stream(KeptBack.Why.values())
                        .flatMap(why ->
                                Optional.ofNullable(kept.reasons().get(why))
                                        .map(one -> line(why, one, locale))
                                        .stream())
                        .toList());
    }

    private static Kept line(KeptBack.Why why, KeptBack.Kept kept, Locale locale) {
        return new Kept(
                why.name(),
                kept.versions(),
                new ByteCount(kept.bytes()).human(locale),
                kept.examples().isEmpty() ? "" : kept.examples().getFirst().key());
    }
}
