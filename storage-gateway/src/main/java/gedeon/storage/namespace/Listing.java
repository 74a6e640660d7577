package gedeon.storage.namespace;

import gedeon.storage.objects.ObjectStore.Entry;
import gedeon.storage.objects.ObjectStore.Page;
import gedeon.storage.sql.Sql;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Pages of live heads in unsigned byte order: one statement, one snapshot. A page with a delimiter seeks past each common prefix. */
public final class Listing {
    /** In a recursive walk: the first key behind the last step's, or behind all of its common prefix, whose last byte is one of UTF-8: never 255. */
    static final String PAST_STEP = "case when w.cp is null then w.key || '\\x00'::bytea "
            + "else set_byte(w.cp, length(w.cp) - 1, get_byte(w.cp, length(w.cp) - 1) + 1) end";

    /** The owner of a head's version, by the version's own index: asked for row by row, and only for rows that are shown. */
    private static final String OWNER =
            "(select v.owner from version v where v.bucket_id = ? and v.key = h.key and v.seq = h.seq)";

    private static final String NO_OWNER = "null::int";

    private final Sql sql;

    public Listing(Sql sql) {
        this.sql = sql;
    }

    public Page page(int bucket, byte[] prefix, byte[] delimiter, byte @Nullable [] after, int max, boolean owners) {
        byte[] from = prefix;
        if (after != null && after.length > 0) {
            byte[] past = pastOf(after, prefix, delimiter);
            from = Arrays.compareUnsigned(past, prefix) > 0 ? past : prefix;
        }
        byte[] end = prefix.length == 0 ? null : successor(prefix);
        List<Entry> entries = new ArrayList<>(
                delimiter.length == 0
                        ? plain(bucket, from, end, max + 1, owners)
                        : folded(bucket, prefix, delimiter, from, end, max + 1, owners));
        boolean truncated = entries.size() > max;
        if (truncated) {
            entries.removeLast();
        }
        byte[] next = truncated && !entries.isEmpty() ? name(entries.getLast()) : null;
        return new Page(List.copyOf(entries), truncated, next);
    }

    private static byte[] name(Entry entry) {
        return switch (entry) {
            case Entry.Key key -> key.key();
            case Entry.CommonPrefix common -> common.prefix();
        };
    }

    /** Where to go on after a marker: behind the whole common prefix where the marker is one, else behind the key. */
    static byte[] pastOf(byte[] after, byte[] prefix, byte[] delimiter) {
        boolean common = delimiter.length > 0
                && after.length > prefix.length
                && after.length >= delimiter.length
                && Arrays.equals(after, after.length - delimiter.length, after.length, delimiter, 0, delimiter.length);
        byte[] successor = common ? successor(after) : null;
        return successor != null ? successor : Arrays.copyOf(after, after.length + 1);
    }

    /** The first byte string behind all that begin with {@code prefix}; null where there is none. */
    public static byte @Nullable [] successor(byte[] prefix) {
        for (int i = prefix.length - 1; i >= 0; i--) {
            if (prefix[i] != (byte) 0xff) {
                byte[] next = Arrays.copyOf(prefix, i + 1);
                next[i]++;
                return next;
            }
        }
        return null;
    }

    private List<Entry> plain(int bucket, byte[] from, byte @Nullable [] end, int limit, boolean owners) {
        List<Object> values = new ArrayList<>();
        if (owners) {
            values.add(bucket);
        }
        values.add(bucket);
        values.add(from);
        if (end != null) {
            values.add(end);
        }
        values.add(limit);
        return sql.list(
                Listing::entry,
                "select h.key, h.size, h.etag, h.modified, h.storage_class, null::bytea as cp, "
                        + (owners ? OWNER : NO_OWNER)
                        + " as owner from current h where h.bucket_id = ? and h.key >= ?"
                        + (end == null ? "" : " and h.key < ?") + " order by h.key limit ?",
                values.toArray());
    }

    private List<Entry> folded(
            int bucket,
            byte[] prefix,
            byte[] delimiter,
            byte[] from,
            byte @Nullable [] end,
            int limit,
            boolean owners) {
        String bound = end == null ? "" : " and c.key < p.stop";
        String step =
                "select c.key, c.size, c.etag, c.modified, c.storage_class, c.seq, case when position(p.d in substring(c.key from p.n + 1)) > 0 "
                        + "then substring(c.key from 1 for p.n + position(p.d in substring(c.key from p.n + 1)) + length(p.d) - 1) end as cp from current c "
                        + "where c.bucket_id = p.b and c.key >= %s" + bound + " order by c.key limit 1";
        String statement =
                "with recursive p as (select ?::int as b, ?::bytea as d, ?::int as n, ?::bytea as stop), walk (key, size, etag, modified, storage_class, seq, cp, step) as ("
                        + "select s.*, 1 from p, lateral (" + step.formatted("?::bytea") + ") s union all "
                        + "select s.*, w.step + 1 from walk w, p, lateral ("
                        + step.formatted(PAST_STEP)
                        + ") s where w.step < ?) select h.key, h.size, h.etag, h.modified, h.storage_class, h.cp, "
                        + (owners ? "case when h.cp is null then " + OWNER + " end" : NO_OWNER)
                        + " as owner from walk h order by h.step";
        List<Object> values = new ArrayList<>(
                List.of(bucket, delimiter, prefix.length, end == null ? new byte[0] : end, from, limit));
        if (owners) {
            values.add(bucket);
        }
        return sql.list(Listing::entry, statement, values.toArray());
    }

    private static Entry entry(ResultSet row) throws SQLException {
        byte[] common = row.getBytes("cp");
        return common != null
                ? new Entry.CommonPrefix(common)
                : new Entry.Key(
                        row.getBytes("key"),
                        row.getLong("size"),
                        row.getString("etag"),
                        row.getObject("modified", OffsetDateTime.class).toInstant(),
                        row.getObject("owner", Integer.class),
                        row.getString("storage_class"));
    }
}
