package gedeon.storage.quota.jdbc;

import gedeon.kernel.ByteCount;
import gedeon.storage.Quota;
import gedeon.storage.Quotas;
import gedeon.storage.Scope;
import gedeon.storage.sql.Sql;
import java.util.List;

/** Reading and setting room. */
public final class JdbcQuotas implements Quotas {
    private final Sql sql;

    public JdbcQuotas(Sql sql) {
        this.sql = sql;
    }

    private record Key(String kind, int id) {}

    private static Key key(Scope scope) {
        return switch (scope) {
            case Scope.OfUnit unit -> new Key("u", unit.unit());
            case Scope.OfNotebook notebook -> new Key("n", notebook.notebook());
        };
    }

    @Override
    public Quota quota(Scope scope) {
        Key key = key(scope);
        // Of a unit, what its notebooks use now is asked of their rows: tens of them, by index.
        String used = key.kind().equals("n")
                ? "select limit_bytes, used, leased from quota where kind = ?::\"char\" and id = ?"
                : "with recursive down (id) as (select ?::int union all select u.id from down join unit u on u.parent = down.id), "
                        + "sums as (select coalesce(sum(q.used), 0) as used, coalesce(sum(q.leased), 0) as leased from down join notebook n on n.unit = down.id join quota q on q.kind = 'n' and q.id = n.id) "
                        + "select q.limit_bytes, s.used::bigint, s.leased::bigint from quota q, sums s where q.kind = 'u' and q.id = ?";
        Object first = key.kind().equals("n") ? key.kind() : key.id();
        return sql.one(
                        row -> new Quota(
                                new ByteCount(row.getLong(1)),
                                new ByteCount(row.getLong(2)),
                                new ByteCount(row.getLong(3))),
                        used,
                        first,
                        key.id())
                .orElseThrow(() -> new IllegalArgumentException("no such scope: " + scope));
    }

    @Override
    public void setLimit(Scope scope, ByteCount limit) {
        Key key = key(scope);
        int found = sql.inTransaction(c -> {
            // Every process gives idle room back, so that a limit below what is taken admits nothing from it.
            Sql.list(c, row -> true, "select pg_notify('" + ProcessLease.CHANNEL + "', 'limit')");
            return Sql.update(
                    c,
                    "update quota set limit_bytes = ? where kind = ?::\"char\" and id = ?",
                    limit.value(),
                    key.kind(),
                    key.id());
        });
        if (found == 0) {
            throw new IllegalArgumentException("no such scope: " + scope);
        }
    }

    @Override
    public List<LedgerDrift> verify() {
        // One statement, one snapshot: ledger and namespace change in the same transactions.
        return sql.list(
                row -> new LedgerDrift(
                        "u".equals(row.getString(4))
                                ? new Scope.OfUnit(row.getInt(1))
                                : new Scope.OfNotebook(row.getInt(1)),
                        new ByteCount(row.getLong(2)),
                        new ByteCount(row.getLong(3))),
                """
                with held as (
                    select b.notebook, sum(v.size) as bytes from version v join bucket b on b.id = v.bucket_id group by 1
                    union all
                    select b.notebook, sum(p.size) from upload u join bucket b on b.id = u.bucket_id join part p on p.content_id = u.id where u.completed_seq is null group by 1),
                sums as (select notebook, sum(bytes)::bigint as bytes from held group by 1)
                select q.id, q.used, coalesce(s.bytes, 0), 'n' from quota q left join sums s on s.notebook = q.id where q.kind = 'n' and q.used <> coalesce(s.bytes, 0)
                union all
                select q.id, q.leased, coalesce(l.bytes, 0) + coalesce(k.bytes, 0), 'n' from quota q
                    left join (select notebook, sum(bytes)::bigint as bytes from lease group by 1) l on l.notebook = q.id
                    left join (select notebook, sum(bytes)::bigint as bytes from kept_room group by 1) k on k.notebook = q.id
                    where q.kind = 'n' and q.leased <> coalesce(l.bytes, 0) + coalesce(k.bytes, 0)
                union all
                select u.id, u.taken, coalesce(t.sum, 0), 'u' from quota u left join lateral (
                    with recursive down (id) as (select u.id union all select c.id from down join unit c on c.parent = down.id)
                    select sum(q.used + q.leased)::bigint as sum from down join notebook n on n.unit = down.id join quota q on q.kind = 'n' and q.id = n.id) t on true
                where u.kind = 'u' and u.taken <> coalesce(t.sum, 0)""");
    }
}
