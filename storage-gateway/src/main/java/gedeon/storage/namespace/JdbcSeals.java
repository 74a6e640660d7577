package gedeon.storage.namespace;

import gedeon.storage.ObjectKey;
import gedeon.storage.Seals;
import gedeon.storage.VersionId;
import gedeon.storage.sql.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Seals in PostgreSQL. A mark is a column of the version's row: the journal has it as it has the rest of the row. */
public final class JdbcSeals implements Seals {
    private final Sql sql;

    public JdbcSeals(Sql sql) {
        this.sql = sql;
    }

    @Override
    public void due(Connection transaction, UUID dataset) throws SQLException {
        Sql.update(
                transaction,
                "insert into storage.seal_due (dataset) values (?) on conflict (dataset) do update set since = clock_timestamp()",
                dataset);
    }

    @Override
    public Optional<Due> next() {
        return sql.one(
                row -> new Due(row.getObject("dataset", UUID.class), row.getObject("since", OffsetDateTime.class)),
                "select dataset, since from seal_due order by since limit 1");
    }

    @Override
    public void mark(int notebook, String bucket, List<Part> parts) {
        Optional<Integer> id = sql.one(
                row -> row.getInt(1), "select id from bucket where name = ? and notebook = ?", bucket, notebook);
        if (id.isPresent() && !parts.isEmpty()) {
            sql.inTransaction(c -> mark(c, id.get(), parts));
        }
    }

    private record Row(byte[] key, long seq) {}

    private static int mark(Connection c, int bucket, List<Part> parts) throws SQLException {
        // Who deletes under a condition has asked whether it is sealed, and holds the key.
        Locks.keys(
                c,
                List.of(bucket),
                parts.stream().map(part -> Locks.hash(bucket, part.key())).toList());
        List<Row> rows = Sql.list(
                c,
                row -> new Row(row.getBytes("key"), row.getLong("seq")),
                "select v.key, v.seq from unnest(?::bytea[], ?::bigint[], ?::bigint[]) as t (key, seq, nonce) cross join lateral (select key, seq from version v where v.bucket_id = ? "
                        + "and v.key = t.key and not v.sealed and (v.seq = t.seq and v.nonce = t.nonce or t.seq is null and v.is_null) limit 1) v",
                c.createArrayOf(
                        "bytea",
                        parts.stream().map(Part::key).map(ObjectKey::bytes).toArray(byte[][]::new)),
                c.createArrayOf("bigint", numbers(parts, true)),
                c.createArrayOf("bigint", numbers(parts, false)),
                bucket);
        return rows.isEmpty()
                ? 0
                : Sql.update(
                        c,
                        "update version v set sealed = true from unnest(?::bytea[], ?::bigint[]) as t (key, seq) where v.bucket_id = ? and v.key = t.key and v.seq = t.seq",
                        c.createArrayOf("bytea", rows.stream().map(Row::key).toArray(byte[][]::new)),
                        c.createArrayOf("bigint", rows.stream().map(Row::seq).toArray()),
                        bucket);
    }

    private static Long[] numbers(List<Part> parts, boolean seq) {
        Long[] numbers = new Long[parts.size()];
        for (int i = 0; i < numbers.length; i++) {
            VersionId version = parts.get(i).version();
            if (version != null) {
                numbers[i] = seq ? version.seq() : version.nonce();
            }
        }
        return numbers;
    }

    @Override
    public void done(Due due) {
        sql.update("delete from seal_due where dataset = ? and since = ?", due.dataset(), due.since());
    }

    @Override
    public void later(Due due) {
        sql.update(
                "update seal_due set since = clock_timestamp() where dataset = ? and since = ?",
                due.dataset(),
                due.since());
    }
}
