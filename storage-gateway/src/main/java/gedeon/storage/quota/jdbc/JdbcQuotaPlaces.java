package gedeon.storage.quota.jdbc;

import gedeon.storage.QuotaPlaces;
import gedeon.storage.sql.Sql;
import java.sql.Array;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/** Counts in PostgreSQL: one pass over the versions of the notebook's buckets, one look into {@code location} for each blob. */
public final class JdbcQuotaPlaces implements QuotaPlaces {
    private static final String CANCELLED = "57014";

    private static final String CLASSES =
            "select storage_class, sum(size)::bigint, count(*) from version where bucket_id = any (?) and kind = 'o' group by 1 order by 1";

    private static final String OPEN =
            "select coalesce(sum(p.size), 0)::bigint from upload u join part p on p.content_id = u.id where u.bucket_id = any (?) and u.completed_seq is null";

    private static final String TIERS = """
            with held as (
                select l.tier_id, v.size as bytes, v.seq from version v join location l on l.blob_id = v.blob_id and l.state = 'l'
                    where v.bucket_id = any (?) and v.kind = 'o' and v.blob_id is not null
                union all
                select l.tier_id, p.size, v.seq from version v join part p on p.content_id = v.content_id join location l on l.blob_id = p.blob_id and l.state = 'l'
                    where v.bucket_id = any (?) and v.kind = 'o' and v.content_id is not null and v.blob_id is null
                union all
                select l.tier_id, p.size, null from upload u join part p on p.content_id = u.id join location l on l.blob_id = p.blob_id and l.state = 'l'
                    where u.bucket_id = any (?) and u.completed_seq is null)
            select t.name, sum(h.bytes)::bigint, count(distinct h.seq) from held h join tier t on t.id = h.tier_id group by 1 order by 1""";

    private final Sql sql;

    public JdbcQuotaPlaces(Sql sql) {
        this.sql = sql;
    }

    @Override
    public Places places(int notebook) {
        try {
            return sql.inTransaction(c -> count(c, notebook));
        } catch (Sql.Failed e) {
            if (e.state().equals(CANCELLED)) {
                return new Places(List.of(), List.of(), 0, false);
            }
            throw e;
        }
    }

    private static Places count(Connection c, int notebook) throws SQLException {
        Sql.update(c, "set transaction isolation level repeatable read, read only");
        Sql.update(c, "set local statement_timeout = '20s'");
        // Their ids first: of 32 partitions only those of these buckets are opened then.
        Array buckets = c.createArrayOf(
                "integer",
                Sql.list(c, row -> row.getInt(1), "select id from bucket where notebook = ?", notebook)
                        .toArray());
        return new Places(
                shares(c, TIERS, buckets, buckets, buckets),
                shares(c, CLASSES, buckets),
                Sql.list(c, row -> row.getLong(1), OPEN, buckets).getFirst(),
                true);
    }

    private static List<Share> shares(Connection c, String statement, Array... buckets) throws SQLException {
        return Sql.list(
                c, row -> new Share(row.getString(1), row.getLong(2), row.getLong(3)), statement, (Object[]) buckets);
    }
}
