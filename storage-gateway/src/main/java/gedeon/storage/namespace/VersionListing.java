package gedeon.storage.namespace;

import gedeon.storage.ObjectKey;
import gedeon.storage.StoredVersion;
import gedeon.storage.objects.ObjectStore.VersionEntry;
import gedeon.storage.objects.ObjectStore.VersionMark;
import gedeon.storage.objects.ObjectStore.VersionPage;
import gedeon.storage.sql.Sql;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Pages of all versions and markers, keys in unsigned byte order, of one key the newest first: what is left of the key where the page before stopped, then
 * the following keys. With a delimiter one walk over keys seeks past each common prefix; it reads no more versions of a key than the page holds.
 */
public final class VersionListing {
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
                            ? range(bucket, span.from(), span.end(), null, wanted)
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
        // A key outside the prefix is none that was asked for: whoever may list the prefix sees no version of it.
        boolean inside = after.version() != null
                && after.key().length >= prefix.length
                && Arrays.equals(after.key(), 0, prefix.length, prefix, 0, prefix.length);
        return new Span(
                from,
                end,
                inside ? after.key() : null,
                inside ? java.util.Objects.requireNonNull(after.version()).seq() : 0);
    }

    /** What is older than a version. The newest is among it only where that one, or all above it, went away since the page before. */
    private List<Step> restOf(int bucket, byte[] key, long seq, int limit) {
        List<StoredVersion> rest = sql.list(
                VersionRow::read,
                "select " + VersionRow.COLUMNS
                        + " from version v join bucket b on b.id = v.bucket_id where v.bucket_id = ? and v.key = ? and v.seq < ? order by v.seq desc limit ?",
                bucket,
                key,
                seq,
                limit);
        boolean newer = !sql.list(
                        row -> true,
                        "select 1 from version where bucket_id = ? and key = ? and seq >= ? limit 1",
                        bucket,
                        key,
                        seq)
                .isEmpty();
        List<Step> steps = new ArrayList<>();
        for (StoredVersion one : rest) {
            steps.add(new Step.Version(one, steps.isEmpty() && !newer));
        }
        return steps;
    }

    /** Versions of whole keys from {@code from} to before {@code end}, or to {@code last} with it: the first of each key is its newest. */
    private List<Step> range(int bucket, byte[] from, byte @Nullable [] end, byte @Nullable [] last, int limit) {
        List<Object> values = new ArrayList<>(List.of(bucket, from));
        String bound = "";
        if (last != null) {
            bound = " and v.key <= ?";
            values.add(last);
        } else if (end != null) {
            bound = " and v.key < ?";
            values.add(end);
        }
        values.add(limit);
        List<Step> steps = new ArrayList<>();
        ObjectKey before = null;
        for (StoredVersion one : sql.list(
                VersionRow::read,
                "select " + VersionRow.COLUMNS
                        + " from version v join bucket b on b.id = v.bucket_id where v.bucket_id = ? and v.key >= ?"
                        + bound
                        + " order by v.key, v.seq desc limit ?",
                values.toArray())) {
            steps.add(new Step.Version(one, before == null || !one.key().equals(before)));
            before = one.key();
        }
        return steps;
    }

    private record Walked(byte[] key, byte @Nullable [] common) {}

    /** Keys first, past each common prefix; then the versions of each run of keys that lie between two prefixes, until the page is full. */
    private List<Step> folded(int bucket, byte[] prefix, byte[] delimiter, Span span, int limit) {
        List<Walked> walk = walk(bucket, prefix, delimiter, span, limit);
        List<Step> steps = new ArrayList<>();
        for (int i = 0; i < walk.size() && steps.size() < limit; i++) {
            byte[] common = walk.get(i).common();
            if (common != null) {
                steps.add(new Step.Prefix(common));
                continue;
            }
            byte[] first = walk.get(i).key();
            while (i + 1 < walk.size() && walk.get(i + 1).common() == null) {
                i++;
            }
            steps.addAll(range(bucket, first, null, walk.get(i).key(), limit - steps.size()));
        }
        return steps;
    }

    private List<Walked> walk(int bucket, byte[] prefix, byte[] delimiter, Span span, int limit) {
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
                        + ") s where w.step < ?) select key, cp from walk order by step";
        return sql.list(
                row -> new Walked(row.getBytes("key"), row.getBytes("cp")),
                statement,
                bucket,
                delimiter,
                prefix.length,
                end == null ? new byte[0] : end,
                span.from(),
                limit);
    }
}
