package gedeon.storage.namespace;

import gedeon.storage.StoredVersion;
import gedeon.storage.objects.ObjectStore.VersionEntry;
import gedeon.storage.objects.ObjectStore.VersionMark;
import gedeon.storage.objects.ObjectStore.VersionPage;
import gedeon.storage.sql.Sql;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Pages of all versions and markers, keys in unsigned byte order, of one key the newest first: what is left of the key where the page before stopped, then
 * the following keys. With a delimiter one walk over keys seeks past each common prefix; it reads no more versions of a key than the page holds.
 */
public final class VersionListing {
    private static final String LATEST =
            ", v.seq = (select max(n.seq) from version n where n.bucket_id = v.bucket_id and n.key = v.key) as latest";

    private final Sql sql;

    public VersionListing(Sql sql) {
        this.sql = sql;
    }

    private sealed interface Step {
        record Version(StoredVersion version, boolean latest) implements Step {}

        record Prefix(byte[] prefix) implements Step {}
    }

    /** Where to read: keys from {@code from} to before {@code end}, and first what is older than {@code seq} of {@code key}. */
    private record Span(byte[] from, byte @Nullable [] end, byte @Nullable [] key, long seq) {}

    public VersionPage page(int bucket, byte[] prefix, byte[] delimiter, @Nullable VersionMark after, int max) {
        Span span = span(prefix, delimiter, after);
        List<Step> steps = new ArrayList<>();
        byte[] rest = span.key();
        if (rest != null) {
            steps.addAll(restOf(bucket, rest, span.seq(), max + 1));
        }
        if (steps.size() <= max) {
            int wanted = max + 1 - steps.size();
            steps.addAll(
                    delimiter.length == 0
                            ? plain(bucket, span, wanted)
                            : folded(bucket, prefix, delimiter, span, wanted));
        }
        boolean truncated = steps.size() > max;
        List<Step> shown = steps.subList(0, Math.min(max, steps.size()));
        List<VersionEntry> entries = new ArrayList<>();
        List<byte[]> prefixes = new ArrayList<>();
        VersionMark last = null;
        for (Step step : shown) {
            last = switch (step) {
                case Step.Version one -> {
                    entries.add(new VersionEntry(one.version(), one.latest()));
                    yield new VersionMark(
                            one.version().key().bytes(), one.version().version());
                }
                case Step.Prefix one -> {
                    prefixes.add(one.prefix());
                    yield new VersionMark(one.prefix(), null);
                }
            };
        }
        return new VersionPage(entries, prefixes, truncated, truncated ? last : null);
    }

    private static Span span(byte[] prefix, byte[] delimiter, @Nullable VersionMark after) {
        byte[] end = prefix.length == 0 ? null : Listing.successor(prefix);
        if (after == null || after.key().length == 0) {
            return new Span(prefix, end, null, 0);
        }
        byte[] past = Listing.pastOf(after.key(), prefix, delimiter);
        byte[] from = Arrays.compareUnsigned(past, prefix) > 0 ? past : prefix;
        boolean inside = after.version() != null && Arrays.compareUnsigned(after.key(), prefix) >= 0;
        return new Span(
                from,
                end,
                inside ? after.key() : null,
                inside ? java.util.Objects.requireNonNull(after.version()).seq() : 0);
    }

    private List<Step> restOf(int bucket, byte[] key, long seq, int limit) {
        return sql.list(
                VersionListing::step,
                "select " + VersionRow.COLUMNS + LATEST + ", null::bytea as cp "
                        + "from version v join bucket b on b.id = v.bucket_id where v.bucket_id = ? and v.key = ? and v.seq < ? order by v.seq desc limit ?",
                bucket,
                key,
                seq,
                limit);
    }

    private List<Step> plain(int bucket, Span span, int limit) {
        byte[] end = span.end();
        String statement = "select " + VersionRow.COLUMNS + LATEST + ", null::bytea as cp "
                + "from version v join bucket b on b.id = v.bucket_id where v.bucket_id = ? and v.key >= ?"
                + (end == null ? "" : " and v.key < ?") + " order by v.key, v.seq desc limit ?";
        return end == null
                ? sql.list(VersionListing::step, statement, bucket, span.from(), limit)
                : sql.list(VersionListing::step, statement, bucket, span.from(), end, limit);
    }

    private List<Step> folded(int bucket, byte[] prefix, byte[] delimiter, Span span, int limit) {
        byte[] end = span.end();
        String bound = end == null ? "" : " and c.key < p.stop";
        String step = "select c.key, case when position(p.d in substring(c.key from p.n + 1)) > 0 "
                + "then substring(c.key from 1 for p.n + position(p.d in substring(c.key from p.n + 1)) + length(p.d) - 1) end as cp from version c "
                + "where c.bucket_id = p.b and c.key >= %s" + bound + " order by c.key, c.seq desc limit 1";
        String statement =
                "with recursive p as (select ?::int as b, ?::bytea as d, ?::int as n, ?::bytea as stop), walk (key, cp, step) as ("
                        + "select s.*, 1 from p, lateral (" + step.formatted("?::bytea") + ") s union all "
                        + "select s.*, w.step + 1 from walk w, p, lateral ("
                        + step.formatted(Listing.PAST_STEP)
                        + ") s where w.step < ?) select " + VersionRow.COLUMNS + LATEST
                        + ", w.cp from walk w, p, lateral ("
                        + "select * from version o where o.bucket_id = p.b and o.key = w.key order by o.seq desc limit case when w.cp is null then ? else 1 end) v "
                        + "join bucket b on b.id = v.bucket_id order by w.step, v.seq desc limit ?";
        return sql.list(
                VersionListing::step,
                statement,
                bucket,
                delimiter,
                prefix.length,
                end == null ? new byte[0] : end,
                span.from(),
                limit,
                limit,
                limit);
    }

    private static Step step(ResultSet row) throws SQLException {
        byte[] common = row.getBytes("cp");
        return common != null
                ? new Step.Prefix(common)
                : new Step.Version(VersionRow.read(row), row.getBoolean("latest"));
    }
}
