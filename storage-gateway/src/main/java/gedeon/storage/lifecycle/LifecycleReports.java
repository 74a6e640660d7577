package gedeon.storage.lifecycle;

import gedeon.storage.objects.Bucket;
import gedeon.storage.objects.BucketSetting;
import gedeon.storage.sql.Sql;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What became of the rules of buckets, as the walks wrote it down: asking reads one row. */
public final class LifecycleReports {
    private final Sql sql;
    private final Function<String, LifecycleRules> reader;

    /** @param reader of the text that a bucket keeps as its lifecycle */
    public LifecycleReports(Sql sql, Function<String, LifecycleRules> reader) {
        this.sql = sql;
        this.reader = reader;
    }

    /** How many rules of a bucket are enabled. */
    public long enabled(Bucket bucket) {
        return bucket.setting(BucketSetting.LIFECYCLE)
                .map(reader)
                .map(all -> all.rules().stream().filter(LifecycleRule::enabled).count())
                .orElse(0L);
    }

    /**
     * Of the last whole walk.
     *
     * @param walked when it ended; null before the first has
     * @param due when the next begins, or goes on
     */
    public record Report(@Nullable Instant walked, Instant due, KeptBack kept) {}

    /** Empty where the bucket has no rules, or has them for less than a minute. */
    public Optional<Report> of(int bucket) {
        return sql.one(
                row -> {
                    OffsetDateTime walked = row.getObject("walked", OffsetDateTime.class);
                    String kept = row.getString("kept_last");
                    return new Report(
                            walked == null ? null : walked.toInstant(),
                            row.getObject("due", OffsetDateTime.class).toInstant(),
                            kept == null ? KeptBack.NONE : KeptBack.parse(kept));
                },
                "select walked, due, kept_last::text as kept_last from lifecycle_walk where bucket_id = ?",
                bucket);
    }
}
