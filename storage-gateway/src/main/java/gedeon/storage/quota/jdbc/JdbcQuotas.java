package gedeon.storage.quota.jdbc;

import gedeon.kernel.ByteCount;
import gedeon.storage.Allocation;
import gedeon.storage.Quota;
import gedeon.storage.QuotaChange;
import gedeon.storage.Quotas;
import gedeon.storage.RoomOf;
import gedeon.storage.Scope;
import gedeon.storage.quota.QuotaSettings;
import gedeon.storage.sql.Sql;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;

/** Reading and setting room. */
public final class JdbcQuotas implements Quotas {
    private final Sql sql;
    private final Allocations allocations;
    private final Limits limits;

    public JdbcQuotas(Sql sql, Allocations allocations, QuotaSettings settings) {
        this.sql = sql;
        this.allocations = allocations;
        this.limits = new Limits(allocations, settings);
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
        String statement = key.kind().equals("n")
                ? "select limit_bytes, used, leased, limit_objects, used_objects, leased_objects from quota where kind = ?::\"char\" and id = ?"
                : "with recursive down (id) as (select ?::int union all select q.id from down join quota q on q.kind = 'u' and q.parent = down.id), "
                        + "sums as (select coalesce(sum(q.used), 0)::bigint as used, coalesce(sum(q.leased), 0)::bigint as leased, "
                        + "coalesce(sum(q.used_objects), 0)::bigint as used_objects, coalesce(sum(q.leased_objects), 0)::bigint as leased_objects "
                        + "from down join quota q on q.kind = 'n' and q.parent = down.id) "
                        + "select q.limit_bytes, s.used, s.leased, q.limit_objects, s.used_objects, s.leased_objects from quota q, sums s where q.kind = 'u' and q.id = ?";
        Object first = key.kind().equals("n") ? key.kind() : key.id();
        return sql.one(JdbcQuotas::quota, statement, first, key.id())
                .orElseThrow(() -> new IllegalArgumentException("no such scope: " + scope));
    }

    private static Quota quota(ResultSet row) throws SQLException {
        return new Quota(
                new ByteCount(row.getLong(1)),
                new ByteCount(row.getLong(2)),
                new ByteCount(row.getLong(3)),
                new Quota.Count(row.getObject(4, Long.class), row.getLong(5), row.getLong(6)));
    }

    @Override
    public void change(Scope scope, QuotaChange change) {
        LedgerRows.inTree(sql, c -> {
            limits.apply(c, scope, change);
            return true;
        });
    }

    @Override
    public Allocation allocation(int unit) {
        return sql.inTransaction(c -> allocations.of(c, unit));
    }

    @Override
    public List<LedgerDrift> verify() {
        // One statement, one snapshot: ledger and namespace change in the same transactions.
        return sql.unhurried().list(JdbcQuotas::drift, """
                with held as (
                    select b.notebook, sum(v.size) as bytes, count(*) filter (where v.kind = 'o') as objects from version v join bucket b on b.id = v.bucket_id group by 1
                    union all
                    select b.notebook, sum(p.size), 0 from upload u join bucket b on b.id = u.bucket_id join part p on p.content_id = u.id where u.completed_seq is null group by 1),
                stored as (select notebook, sum(bytes)::bigint as bytes, sum(objects)::bigint as objects from held group by 1),
                promised as (
                    select notebook, sum(bytes)::bigint as bytes, sum(objects)::bigint as objects from (
                        select notebook, bytes, objects from lease union all select notebook, bytes, 0 from kept_room
                        union all select notebook, bytes, objects from reservation) p group by 1),
                books as (
                    select q.id, q.used, q.leased, q.used_objects, q.leased_objects, coalesce(s.bytes, 0) as s_bytes, coalesce(s.objects, 0) as s_objects,
                        coalesce(p.bytes, 0) as p_bytes, coalesce(p.objects, 0) as p_objects
                    from quota q left join stored s on s.notebook = q.id left join promised p on p.notebook = q.id where q.kind = 'n'),
                units as (
                    select u.id, u.taken, u.taken_objects, coalesce(t.bytes, 0) as bytes, coalesce(t.objects, 0) as objects from quota u left join lateral (
                        with recursive down (id) as (select u.id union all select c.id from down join quota c on c.kind = 'u' and c.parent = down.id)
                        select sum(q.used + q.leased)::bigint as bytes, sum(q.used_objects + q.leased_objects)::bigint as objects
                            from down join quota q on q.kind = 'n' and q.parent = down.id) t on true
                    where u.kind = 'u')
                select id, used, s_bytes, 'n', 'BYTES' from books where used <> s_bytes
                union all select id, leased, p_bytes, 'n', 'BYTES' from books where leased <> p_bytes
                union all select id, used_objects, s_objects, 'n', 'OBJECTS' from books where used_objects <> s_objects
                union all select id, leased_objects, p_objects, 'n', 'OBJECTS' from books where leased_objects <> p_objects
                union all select id, taken, bytes, 'u', 'BYTES' from units where taken <> bytes
                union all select id, taken_objects, objects, 'u', 'OBJECTS' from units where taken_objects <> objects""");
    }

    private static LedgerDrift drift(ResultSet row) throws SQLException {
        return new LedgerDrift(
                "u".equals(row.getString(4)) ? new Scope.OfUnit(row.getInt(1)) : new Scope.OfNotebook(row.getInt(1)),
                row.getLong(2),
                row.getLong(3),
                RoomOf.valueOf(row.getString(5)));
    }
}
