package gedeon.storage.lifecycle.jobs;

import gedeon.storage.sql.Sql;
import java.util.Optional;

/**
 * About how much lives in a tier: from some pages of the places of all tiers, and from what a round counted before. It takes a second or two however many places
 * there are; where they are few they are counted.
 */
public final class Loads {
    /** 32 MiB. */
    private static final int PAGES = 4096;

    /** Rows of a sample from which on it says more than what was counted once. */
    private static final int ENOUGH = 1000;

    private final Sql sql;
    private final int pages;

    public Loads(Sql sql) {
        this(sql, PAGES);
    }

    Loads(Sql sql, int pages) {
        this.sql = sql;
        this.pages = pages;
    }

    /** @param exact whether it was counted just now */
    public record Load(long blobs, long bytes, boolean exact) {}

    private record Sums(long blobs, long bytes) {}

    public Load of(short tier) {
        long all = sql.one(
                        row -> row.getLong(1),
                        "select coalesce(sum(pg_relation_size(inhrelid)), 0)::bigint / current_setting('block_size')::bigint from pg_inherits where inhparent = 'location'::regclass")
                .orElse(0L);
        double percent = all <= pages ? 100 : 100.0 * pages / all;
        Sums found = sql.one(
                        row -> new Sums(row.getLong(1), row.getLong(2)),
                        "select count(*), coalesce(sum(length), 0)::bigint from location tablesample system (?::real) where tier_id = ? and state = 'l'",
                        percent,
                        tier)
                .orElseThrow();
        return percent == 100
                ? new Load(found.blobs(), found.bytes(), true)
                : estimate(found, 100 / percent, counted(tier));
    }

    private Optional<Sums> counted(short tier) {
        return sql.one(
                row -> new Sums(row.getLong(1), row.getLong(2)),
                "select blobs, bytes from tier where id = ? and counted is not null",
                tier);
    }

    /** A few large blobs may be in no page that was looked at: what a blob had on average when all were counted is not forgotten. */
    private static Load estimate(Sums found, double times, Optional<Sums> counted) {
        long blobs = Math.round(found.blobs() * times);
        long bytes = Math.round(found.bytes() * times);
        if (counted.isEmpty()) {
            return new Load(blobs, bytes, false);
        }
        Sums before = counted.get();
        long now = found.blobs() < ENOUGH ? Math.max(blobs, before.blobs()) : blobs;
        double share = before.blobs() == 0 ? 0 : (double) now / before.blobs();
        return new Load(now, Math.max(bytes, Math.round(before.bytes() * Math.min(1, share))), false);
    }
}
