package gedeon.storage.disposal;

import gedeon.storage.ObjectKey;
import gedeon.storage.VersionId;
import gedeon.storage.objects.Bucket;
import gedeon.storage.sql.Sql;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Which versions are marked as waste, for who wants to tell of them. Costs what is asked about, however much is marked beside it. Rights are the caller's to ask. */
public final class Marks {
    private final Sql sql;

    Marks(Sql sql) {
        this.sql = sql;
    }

    /** Those of some versions that are there and marked, in the order of keys; what is not there is left out. */
    public List<Waste.Marked> of(Bucket bucket, List<Chosen.Named> versions) {
        List<Looked> looked = versions.stream()
                .map(Looked::of)
                .filter(Optional::isPresent)
                .map(Optional::get)
                .toList();
        if (looked.isEmpty()) {
            return List.of();
        }
        return sql.inTransaction(c -> Sql.list(
                c,
                Waste::marked,
                "select v.key, v.seq, v.nonce, v.is_null, v.size, v.created, w.marked, a.name, w.reason "
                        + "from unnest(?::bytea[], ?::bigint[], ?::bigint[], ?::boolean[]) as t (key, seq, nonce, without) cross join lateral (select case "
                        + "when t.without then (select n.seq from version n where n.bucket_id = ? and n.key = t.key and n.is_null) "
                        + "when t.seq is null then (select h.seq from current h where h.bucket_id = ? and h.key = t.key) else t.seq end as seq) s "
                        + "join waste w on w.bucket_id = ? and w.key = t.key and w.seq = s.seq join version v on v.bucket_id = ? and v.key = t.key and v.seq = s.seq "
                        + "join account a on a.id = w.account where t.nonce is null or v.nonce = t.nonce order by v.key, v.seq",
                c.createArrayOf(
                        "bytea", looked.stream().map(one -> one.key().bytes()).toArray(byte[][]::new)),
                c.createArrayOf("bigint", looked.stream().map(Looked::seq).toArray()),
                c.createArrayOf("bigint", looked.stream().map(Looked::nonce).toArray()),
                c.createArrayOf("boolean", looked.stream().map(Looked::without).toArray()),
                bucket.id(),
                bucket.id(),
                bucket.id(),
                bucket.id()));
    }

    /** @param seq null for the current version; @param without whether it is the one of a bucket without versions */
    private record Looked(
            ObjectKey key, @Nullable Long seq, @Nullable Long nonce, boolean without) {
        static Optional<Looked> of(Chosen.Named named) {
            String version = named.version();
            if (version == null || version.equals("null")) {
                return Optional.of(new Looked(named.key(), null, null, version != null));
            }
            return VersionId.parse(version).map(id -> new Looked(named.key(), id.seq(), id.nonce(), false));
        }
    }

    /**
     * Marked versions of a notebook.
     *
     * @param keys by the name of their bucket; a key as often as versions of it are marked
     * @param more whether there may be others
     */
    public record Found(List<InBucket> keys, boolean more) {}

    /** A marked version's key. */
    public record InBucket(String bucket, ObjectKey key) {}

    /** Of a notebook, so many at most; those of a bucket stand together, in the order of keys. */
    public Found ofNotebook(int notebook, int most) {
        record Mark(InBucket place, boolean there) {}
        List<Mark> marks = sql.list(
                row -> new Mark(
                        new InBucket(row.getString("name"), ObjectKey.of(row.getBytes("key"))),
                        row.getBoolean("there")),
                "select m.name, m.key, exists (select 1 from version v where v.bucket_id = m.id and v.key = m.key and v.seq = m.seq) as there from ("
                        + "select b.id, b.name, w.key, w.seq from bucket b cross join lateral (select key, seq from waste where bucket_id = b.id order by key, seq limit ?) w "
                        + "where b.notebook = ? order by b.id, w.key, w.seq limit ?) m order by m.id, m.key, m.seq",
                most + 1,
                notebook,
                most + 1);
        return new Found(
                marks.stream().limit(most).filter(Mark::there).map(Mark::place).toList(), marks.size() > most);
    }
}
